import { Button, makeStyles, Text, tokens } from '@fluentui/react-components'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { EndReason } from '#shared/contract/signalling.ts'
import { LIMITS } from '#shared/meeting/limits.ts'
import { selfIn } from '../call/moderation/denial-in.ts'
import { CardScreen } from '../ui/CardScreen.tsx'
import { Heading } from '../ui/Heading.tsx'
import { useFormat } from '../ui/use-format.ts'
import { useNow } from '../ui/use-now.ts'
import { useNavigator } from './navigation.ts'
import { useAccount, useCall, useIdentity } from './services.ts'

const useStyles = makeStyles({
  words: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalS },
  meeting: { color: tokens.colorNeutralForeground3 },
  actions: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalS },
})

/** Whether coming back makes sense, and what the button says. */
const againLabel = (reason: EndReason): 'ended.rejoin' | 'ended.joinHere' | 'ended.knockAgain' | 'common.retry' | undefined => {
  if (reason === 'left') return 'ended.rejoin'
  if (reason === 'replaced') return 'ended.joinHere'
  if (reason === 'waitedTooLong' || reason === 'denied') return 'ended.knockAgain'
  return reason === 'serviceStopping' ? 'common.retry' : undefined
}

/** Where the way out leads: a guest has no home, and whoever is signed out must first say who they are. */
const leaveLabel = (
  reason: EndReason | 'uninvited',
  guest: boolean,
): 'ended.done' | 'ended.signInAgain' | 'common.backToHome' => {
  if (reason === 'signedOut') return 'ended.signInAgain'
  return guest || reason === 'uninvited' ? 'ended.done' : 'common.backToHome'
}

/** When somebody who was denied may knock again, ms since 1970; undefined for all others, and from then on. */
const useKnocksFrom = (reason: EndReason): number | undefined => {
  const now = useNow(5_000)
  const [from] = useState(() => Date.now() + LIMITS.denial)
  return reason === 'denied' && now < from ? from : undefined
}

/** After a meeting, why it is over and where one can go from here. */
export const EndedScreen = () => {
  const styles = useStyles()
  const { t } = useTranslation()
  const format = useFormat()
  const navigation = useNavigator()
  const identity = useIdentity()
  const reason = useCall((call) => call.ended?.reason ?? 'left')
  const title = useCall((call) => call.meeting?.title)
  const again = againLabel(reason)
  const knocksFrom = useKnocksFrom(reason)
  /** A guest has no session but that of the invitation. */
  const invited = useCall((call) => selfIn(call)?.standing === 'guest')
  const words = reason === 'signedOut' && invited ? 'uninvited' : reason
  const guest = useAccount()?.person.kind === 'guest'
  /** Why, where more is known than that it is so. */
  const cause = words === 'signedOut' && identity.state === 'signedOut' ? identity.reason : undefined
  return (
    <CardScreen>
      <div className={styles.words}>
        {title === undefined ? null : <Text className={styles.meeting}>{title}</Text>}
        <Heading level={1}>{t(`ended.${words}.title`)}</Heading>
        {cause === undefined ? null : <Text>{t(`error.${cause}.meaning`)}</Text>}
        <Text>{t(`ended.${words}.meaning`)}</Text>
        {knocksFrom === undefined ? null : <Text>{t('ended.knockFrom', { time: format.time(knocksFrom) })}</Text>}
      </div>
      <div className={styles.actions}>
        <Button appearance="primary" onClick={() => void (guest ? navigation.signOut() : navigation.leave())}>
          {t(leaveLabel(words, guest))}
        </Button>
        {again === undefined ? null : (
          <Button disabledFocusable={knocksFrom !== undefined} onClick={() => navigation.again()}>
            {t(again)}
          </Button>
        )}
      </div>
    </CardScreen>
  )
}
