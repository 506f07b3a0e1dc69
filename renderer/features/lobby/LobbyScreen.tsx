import { Button, makeStyles, Text, tokens } from '@fluentui/react-components'
import { ArrowSyncRegular } from '@fluentui/react-icons/svg/arrow-sync'
import { DoorArrowRightRegular } from '@fluentui/react-icons/svg/door-arrow-right'
import { useTranslation } from 'react-i18next'
import { useNavigator } from '../../app/navigation.ts'
import { useCall } from '../../app/services.ts'
import { Heading } from '../../ui/Heading.tsx'
import { useFormat } from '../../ui/use-format.ts'
import { useNow } from '../../ui/use-now.ts'
import { Devices } from '../pre-join/Devices.tsx'
import { Mirror } from '../pre-join/Mirror.tsx'
import { RecordingAheadNotice } from '../recording/RecordingAheadNotice.tsx'

const MINUTE = 60_000

const useStyles = makeStyles({
  page: {
    flexGrow: 1,
    minHeight: '100dvh',
    boxSizing: 'border-box',
    display: 'flex',
    flexDirection: 'column',
    justifyContent: 'safe center',
    backgroundColor: tokens.colorNeutralBackground2,
  },
  columns: {
    width: '100%',
    maxWidth: '1200px',
    boxSizing: 'border-box',
    margin: '0 auto',
    padding: '40px',
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr) 360px',
    alignItems: 'safe center',
    gap: '48px',
    '@media (max-width: 959px)': {
      gridTemplateColumns: 'minmax(0, 640px)',
      justifyContent: 'center',
      gap: '24px',
      padding: '24px',
    },
    '@media (max-width: 699px)': { padding: '16px' },
    '@media (min-width: 1920px)': { maxWidth: '1680px' },
  },
  side: {
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalXXL,
    minWidth: 0,
    // On a narrow screen one reads first why nothing happens.
    '@media (max-width: 959px)': { display: 'contents' },
  },
  words: {
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalS,
    '@media (max-width: 959px)': { order: -1 },
  },
  quiet: { color: tokens.colorNeutralForeground3, textWrap: 'pretty' },
  attention: {
    display: 'flex',
    alignItems: 'center',
    gap: tokens.spacingHorizontalS,
    color: tokens.colorPaletteMarigoldForeground2,
  },
  icon: { flexShrink: 0, fontSize: '20px' },
  leave: { alignSelf: 'flex-start' },
})

/** How long one has waited, in whole minutes: nobody needs the seconds. */
const Waited = ({ since, until }: { since: number; until: number }) => {
  const styles = useStyles()
  const { t } = useTranslation()
  const format = useFormat()
  const minutes = Math.max(0, Math.floor((useNow(10_000) - since) / MINUTE))
  return (
    <Text className={styles.quiet}>
      {minutes === 0 ? t('lobby.waitedNow') : t('lobby.waited', { count: minutes })}{' '}
      {t('lobby.until', { time: format.time(until) })}
    </Text>
  )
}

/** Outside the door: who one waits for, for how long, one's own mirror and devices, and nothing of the meeting. */
export const LobbyScreen = () => {
  const styles = useStyles()
  const { t } = useTranslation()
  const navigation = useNavigator()
  const meeting = useCall((call) => call.meeting)
  const lobby = useCall((call) => call.lobby)
  return (
    <main className={styles.page}>
      <div className={styles.columns}>
        <Mirror />
        <div className={styles.side}>
          <div className={styles.words}>
            <Heading level={1}>{t('lobby.title')}</Heading>
            {lobby?.sentBack ? (
              <Text className={styles.attention}>
                <DoorArrowRightRegular className={styles.icon} aria-hidden="true" />
                {t('lobby.sentBack')}
              </Text>
            ) : null}
            {meeting === undefined ? null : (
              <>
                <Text weight="semibold">{meeting.title}</Text>
                <Text>{t('preJoin.organisedBy', { name: meeting.organiser.name })}</Text>
              </>
            )}
            <Text className={styles.quiet}>{t('lobby.note')}</Text>
            {lobby === undefined ? null : <Waited since={lobby.since} until={lobby.until} />}
            <div role="status">
              {lobby?.reconnecting ? (
                <Text className={styles.attention}>
                  <ArrowSyncRegular className={styles.icon} aria-hidden="true" />
                  {t('lobby.reconnecting')}
                </Text>
              ) : null}
            </div>
          </div>
          <RecordingAheadNotice at="lobby" />
          <Button size="large" className={styles.leave} onClick={() => void navigation.leave()}>
            {t('lobby.leave')}
          </Button>
          <Devices />
        </div>
      </div>
    </main>
  )
}
