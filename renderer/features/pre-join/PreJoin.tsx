import { Button, Link, makeStyles, Skeleton, SkeletonItem, Spinner, Text, tokens } from '@fluentui/react-components'
import { ArrowLeftRegular } from '@fluentui/react-icons/svg/arrow-left'
import { useTranslation } from 'react-i18next'
import { useNavigation, useNavigator } from '../../app/navigation.ts'
import { useAccount, useCall, useEngine } from '../../app/services.ts'
import { Heading } from '../../ui/Heading.tsx'
import { LabelMark } from '../../ui/LabelMark.tsx'
import { RecordingAheadNotice } from '../recording/RecordingAheadNotice.tsx'
import { Devices } from './Devices.tsx'
import { Mirror } from './Mirror.tsx'

const useStyles = makeStyles({
  page: {
    flexGrow: 1,
    minHeight: '100dvh',
    boxSizing: 'border-box',
    display: 'flex',
    flexDirection: 'column',
    backgroundColor: tokens.colorNeutralBackground2,
  },
  top: { padding: '16px 24px 0', '@media (max-width: 699px)': { padding: '12px 12px 0' } },
  columns: {
    flexGrow: 1,
    width: '100%',
    maxWidth: '1200px',
    boxSizing: 'border-box',
    margin: '0 auto',
    padding: '16px 40px 56px',
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr) 360px',
    alignItems: 'safe center',
    gap: '48px',
    '@media (max-width: 959px)': {
      gridTemplateColumns: 'minmax(0, 640px)',
      justifyContent: 'center',
      alignContent: 'start',
      gap: '24px',
      padding: '16px 24px 40px',
    },
    '@media (max-width: 699px)': { padding: '12px 16px 32px' },
    '@media (min-width: 1920px)': { maxWidth: '1680px' },
  },
  side: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalXXL, minWidth: 0 },
  words: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalXS },
  quiet: { color: tokens.colorNeutralForeground3, textWrap: 'pretty' },
  join: { width: '100%' },
  skeleton: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalS },
})

/** What the person goes into: title, organiser, how many are there. */
const About = () => {
  const styles = useStyles()
  const { t } = useTranslation()
  const navigation = useNavigator()
  const person = useAccount()?.person
  const meeting = useCall((call) => call.meeting)
  return (
    <div className={styles.words}>
      {meeting === undefined ? (
        <>
          <Heading level={1}>{t('preJoin.title')}</Heading>
          <Skeleton aria-label={t('common.loading')} className={styles.skeleton}>
            <SkeletonItem size={16} />
          </Skeleton>
        </>
      ) : (
        <>
          <Heading level={1}>{meeting.title}</Heading>
          <Text className={styles.quiet}>
            {[
              meeting.kind !== 'meeting' && t(`options.kind.${meeting.kind}`),
              t('preJoin.organisedBy', { name: meeting.organiser.name }),
              meeting.present !== undefined &&
                (meeting.present === 0 ? t('preJoin.empty') : t('preJoin.present', { count: meeting.present })),
            ]
              .filter(Boolean)
              .join(' · ')}
          </Text>
          {meeting.label === undefined ? null : (
            <Text>
              <LabelMark label={meeting.label} />
            </Text>
          )}
          {meeting.present === undefined ? <Text>{t('admitting.mayWait')}</Text> : null}
        </>
      )}
      {person?.kind === 'guest' ? (
        <Text>
          {t('preJoin.joiningAs', { name: person.name })}{' '}
          <Link as="button" inline onClick={() => navigation.forgetGuest()}>
            {t('preJoin.changeName')}
          </Link>
        </Text>
      ) : null}
    </div>
  )
}

/** Before the mirror: everything is made ready while the person looks, so that the click on *Join now* is the end of it. */
export const PreJoin = () => {
  const styles = useStyles()
  const { t } = useTranslation()
  const navigation = useNavigator()
  const engine = useEngine()
  const phase = useCall((call) => call.phase)
  const place = useNavigation((state) => state.place)
  const code = place.at === 'meeting' ? place.code : ''

  const joining = phase === 'joining'
  return (
    <main className={styles.page}>
      <div className={styles.top}>
        <Button appearance="subtle" icon={<ArrowLeftRegular />} onClick={() => void navigation.leave()}>
          {t('common.back')}
        </Button>
      </div>
      <div className={styles.columns}>
        <Mirror />
        <div className={styles.side}>
          <About />
          <RecordingAheadNotice at="mirror" />
          <Devices />
          <Button
            appearance="primary"
            size="large"
            className={styles.join}
            disabledFocusable={joining}
            {...(joining ? { icon: <Spinner size="tiny" aria-hidden="true" /> } : {})}
            onClick={() => void engine.join()}
          >
            {t(joining ? 'preJoin.joining' : 'preJoin.join')}
          </Button>
          <Text size={200} className={styles.quiet}>
            {t('preJoin.code', { code })}
          </Text>
        </div>
      </div>
    </main>
  )
}
