import { makeStyles, mergeClasses, Text, tokens } from '@fluentui/react-components'
import { useTranslation } from 'react-i18next'
import { useCall } from '../../app/services.ts'
import { PrivacyNoticeLink } from './PrivacyNoticeLink.tsx'
import { RecordingDot } from './RecordingDot.tsx'
import { useNoticeShown } from './use-notice-shown.ts'
import { useRecordingWords } from './use-recording-words.ts'

const useStyles = makeStyles({
  box: {
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalS,
    padding: `${tokens.spacingVerticalM} ${tokens.spacingHorizontalM}`,
    border: `1px solid ${tokens.colorNeutralStroke1}`,
    borderLeft: '4px solid #e5484d',
    borderRadius: '4px',
    backgroundColor: tokens.colorNeutralBackground1,
    textWrap: 'pretty',
    '@media (forced-colors: active)': { border: '1px solid CanvasText' },
  },
  line: { display: 'flex', alignItems: 'flex-start', gap: tokens.spacingHorizontalS },
  /** It is there before there is something to say in it, and takes no room then. */
  place: { ':empty': { position: 'absolute' } },
  /** In a narrow lobby it is read before the mirror, as what one waits for is. */
  early: { '@media (max-width: 959px)': { order: -1 } },
  attention: { color: tokens.colorPaletteMarigoldForeground2 },
})

/** What is recorded of the meeting that somebody is about to join, or waits for: they may stay away. */
export const RecordingAheadNotice = ({ at }: { at: 'mirror' | 'lobby' }) => {
  const styles = useStyles()
  const { t } = useTranslation()
  const words = useRecordingWords()
  const ahead = useCall(({ recordingAhead }) => recordingAhead)
  const unread = useCall(({ noticeUnread }) => noticeUnread)
  const { active = [], notice = {}, marked = false, consentAsked = false } = ahead ?? {}
  const place = useNoticeShown<HTMLDivElement>(
    active.map(({ id }) => id),
    true,
  )
  const told = active.length > 0 || marked
  return (
    <div aria-live="polite" className={mergeClasses(styles.place, at === 'lobby' && styles.early)}>
      {told ? (
        <div ref={place} className={styles.box} data-recording-ahead>
          {unread ? (
            <Text weight="semibold" className={styles.attention}>
              {t('recording.ahead.unread')}
            </Text>
          ) : null}
          {marked ? <Text weight="semibold">{t('recording.ahead.marked')}</Text> : null}
          {active.map((recording) => (
            <div key={recording.id} className={styles.line}>
              <RecordingDot state={recording.state} />
              <Text weight="semibold">{words.line(recording)}</Text>
            </div>
          ))}
          {active.map((recording) => (
            <Text key={recording.id}>{words.meaning(recording, notice)}</Text>
          ))}
          {active.length === 0 ? <Text>{t('recording.complianceMeaning')}</Text> : null}
          {consentAsked && active.some(({ kind }) => kind === 'regular') ? <Text>{t('recording.ahead.consent')}</Text> : null}
          <Text>
            <PrivacyNoticeLink notice={notice} /> {t(at === 'lobby' ? 'recording.ahead.leave' : 'recording.ahead.stay')}
          </Text>
        </div>
      ) : null}
    </div>
  )
}
