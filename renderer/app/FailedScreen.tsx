import { Button, Text } from '@fluentui/react-components'
import { useTranslation } from 'react-i18next'
import { CardScreen } from '../ui/CardScreen.tsx'
import { CopyLinkButton } from '../ui/CopyLinkButton.tsx'
import { ErrorCard } from '../ui/ErrorCard.tsx'
import { useNavigation, useNavigator } from './navigation.ts'
import { useCall, useEngine } from './services.ts'
import { useMeetingLinks } from './use-about.ts'

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
  const otherVersion = code === 'CLIENT_TOO_OLD' || code === 'CLIENT_TOO_NEW'
  const signedOut = code === 'UNAUTHENTICATED' || code === 'SESSION_ENDED'
  return (
    <CardScreen>
      <ErrorCard code={code} level={1}>
        {failure?.retryable === false ? null : (
          <Button appearance="primary" onClick={() => void engine.retry()}>
            {t('common.retry')}
          </Button>
        )}
        {code === 'MEETING_LOCKED' ? (
          <Button appearance="primary" onClick={() => navigation.again()}>
            {t('common.retry')}
          </Button>
        ) : null}
        {code === 'RESUME_EXPIRED' ? (
          <Button appearance="primary" onClick={() => navigation.again()}>
            {t('ended.rejoin')}
          </Button>
        ) : null}
        {otherVersion && place.at === 'meeting' ? (
          <CopyLinkButton link={links(place.code).web} appearance="primary">
            {t('ended.copyBrowserLink')}
          </CopyLinkButton>
        ) : null}
        <Button onClick={() => void (signedOut ? navigation.signOut() : navigation.leave())}>
          {t(signedOut ? 'ended.signInAgain' : 'common.backToHome')}
        </Button>
      </ErrorCard>
      {wasIn && failure?.retryable === true ? <Text>{t('ended.reconnectFailed')}</Text> : null}
    </CardScreen>
  )
}
