import { Button, makeStyles, Skeleton, SkeletonItem, Text, tokens } from '@fluentui/react-components'
import { useTranslation } from 'react-i18next'
import type { ErrorCode } from '#shared/errors.ts'
import { usePlatform, usePolicies } from '../../app/services.ts'
import { useAbout } from '../../app/use-about.ts'
import { ErrorCard } from '../../ui/ErrorCard.tsx'
import { Heading } from '../../ui/Heading.tsx'
import { WayToNewer } from '../updates/WayToNewer.tsx'
import { ProviderSignIn } from './ProviderSignIn.tsx'
import { SamplePeople } from './SamplePeople.tsx'
import { waysIn } from './ways-in.ts'

const useStyles = makeStyles({
  words: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalS, textWrap: 'pretty' },
  skeleton: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalM },
})

const SKELETON_ROWS = ['first', 'second', 'third'] as const

interface Props {
  /** Why the person is not signed in, where it was not their own doing. */
  refusal: ErrorCode | undefined
  busy: boolean
  onSignIn: (email?: string) => void
  onSample: (personId: string) => void
  onGuest: () => void
}

/** All the ways of saying who one is that this service has in this place. */
export const Welcome = ({ refusal, busy, onSignIn, onSample, onGuest }: Props) => {
  const styles = useStyles()
  const { t } = useTranslation()
  const { abilities } = usePlatform()
  const { allows, knowsSignInDomain } = usePolicies()
  const { request, reload } = useAbout()
  const ways = request.state === 'loaded' ? waysIn(request.value, abilities.signInWithProvider) : undefined
  // Nobody is asked for an address where administrators have said whose sign-in page it is.
  const words = ways?.words === 'byEmail' && knowsSignInDomain ? 'preset' : ways?.words
  return (
    <>
      <div className={styles.words}>
        <Heading level={1}>{t('signIn.title')}</Heading>
        {words === undefined ? null : <Text>{t(`signIn.${words}`)}</Text>}
      </div>
      {request.state === 'failed' ? (
        <ErrorCard code={request.code}>
          <Button appearance="primary" onClick={() => void reload()}>
            {t('common.retry')}
          </Button>
        </ErrorCard>
      ) : null}
      {request.state === 'failed' || refusal === undefined ? null : (
        <ErrorCard code={refusal}>{refusal === 'CLIENT_TOO_OLD' ? <WayToNewer /> : undefined}</ErrorCard>
      )}
      {request.state === 'loading' ? (
        <Skeleton aria-label={t('common.loading')} className={styles.skeleton}>
          {SKELETON_ROWS.map((row) => (
            <SkeletonItem key={row} size={40} />
          ))}
        </Skeleton>
      ) : null}
      {ways?.provider === undefined ? null : (
        <ProviderSignIn byEmail={ways.provider === 'byEmail' && !knowsSignInDomain} busy={busy} onSignIn={onSignIn} />
      )}
      {allows.guests ? (
        <Button appearance={ways?.guestsFirst === true ? 'primary' : 'secondary'} size="large" onClick={onGuest}>
          {t('signIn.joinAsGuest')}
        </Button>
      ) : null}
      {ways === undefined || ways.samplePeople.length === 0 ? null : (
        <SamplePeople people={ways.samplePeople} busy={busy} onSignIn={onSample} />
      )}
    </>
  )
}
