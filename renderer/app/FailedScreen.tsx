import { Button, Text } from '@fluentui/react-components'
import { useTranslation } from 'react-i18next'
import { isDoorCode } from '#shared/encryption/refusal-codes.ts'
import type { ErrorCode } from '#shared/errors.ts'
import { EncryptedDoor } from '../features/encryption/EncryptedDoor.tsx'
import { useUpdateState } from '../features/updates/use-updates.ts'
import { WayToNewer } from '../features/updates/WayToNewer.tsx'
import { CardScreen } from '../ui/CardScreen.tsx'
import { CopyLinkButton } from '../ui/CopyLinkButton.tsx'
import { ErrorCard } from '../ui/ErrorCard.tsx'
import { useNavigation, useNavigator } from './navigation.ts'
import { useAccount, useCall, useEngine } from './services.ts'
import { useMeetingLinks } from './use-about.ts'

/** What changes with time, or by somebody's decision, can be tried anew. */
const againLabel = (code: ErrorCode): 'ended.rejoin' | 'ended.knockAgain' | 'common.retry' | undefined => {
  if (code === 'RESUME_EXPIRED') return 'ended.rejoin'
  if (code === 'KNOCK_LATER') return 'ended.knockAgain'
  return code === 'MEETING_LOCKED' || code === 'RECORDING_REQUIRED' ? 'common.retry' : undefined
}

/** The meeting could not be reached, or could not be come back to: why, and what helps. */
export const FailedScreen = () => {
  const { t } = useTranslation()
  const engine = useEngine()
  const navigation = useNavigator()
  const place = useNavigation((state) => state.place)
  const failure = useCall((call) => call.failure)
  /** The participation had begun, so this is the end of a reconnection. */
  const wasIn = useCall((call) => call.selfId !== undefined)
  const links = useMeetingLinks()
  const code = failure?.code ?? 'INTERNAL'
  const again = againLabel(code)
  const otherVersion = code === 'CLIENT_TOO_OLD' || code === 'CLIENT_TOO_NEW'
  const updates = useUpdateState()
  /** The first thing to do then, before the browser. */
  const canUpdate = code === 'CLIENT_TOO_OLD' && updates !== undefined && updates.progress.state !== 'off'
  const guest = useAccount()?.person.kind === 'guest'
  const signedOut = code === 'UNAUTHENTICATED' || code === 'SESSION_ENDED'
  const back = (
    <Button onClick={() => void (signedOut ? navigation.signOut() : navigation.leave())}>
      {t(signedOut ? 'ended.signInAgain' : guest ? 'ended.done' : 'common.backToHome')}
    </Button>
  )
  if (isDoorCode(code)) {
    const link = place.at === 'meeting' ? links(place.code).desktop : undefined
    return (
      <CardScreen>
        <EncryptedDoor code={code} link={link} onAgain={() => navigation.again()}>
          {back}
        </EncryptedDoor>
      </CardScreen>
    )
  }
  return (
    <CardScreen>
      <ErrorCard code={code} level={1}>
        {failure?.retryable === false ? null : (
          <Button appearance="primary" onClick={() => void engine.retry()}>
            {t('common.retry')}
          </Button>
        )}
        {again === undefined ? null : (
          <Button appearance="primary" onClick={() => navigation.again()}>
            {t(again)}
          </Button>
        )}
        {code === 'CLIENT_TOO_OLD' ? <WayToNewer /> : null}
        {otherVersion && place.at === 'meeting' ? (
          <CopyLinkButton link={links(place.code).web} appearance={canUpdate ? 'secondary' : 'primary'}>
            {t('ended.copyBrowserLink')}
          </CopyLinkButton>
        ) : null}
        {back}
      </ErrorCard>
      {wasIn && failure?.retryable === true ? <Text>{t('ended.reconnectFailed')}</Text> : null}
    </CardScreen>
  )
}
