import { makeStyles, Text, tokens } from '@fluentui/react-components'
import { type ReactNode, useId } from 'react'
import { useTranslation } from 'react-i18next'
import type { ActiveRecording } from '#shared/contract/recording.ts'
import { isOrganising } from '#shared/meeting/roles.ts'
import { useCall } from '../../app/services.ts'
import { selfIn } from '../../call/moderation/denial-in.ts'
import { leftOut, ownConsent } from '../../call/recording/recording-state.ts'
import { Heading } from '../../ui/Heading.tsx'
import { useFormat } from '../../ui/use-format.ts'
import { Panel } from '../stage/Panel.tsx'
import { OwnConsent } from './OwnConsent.tsx'
import { PrivacyNoticeLink } from './PrivacyNoticeLink.tsx'
import { RecordingDot } from './RecordingDot.tsx'
import { useRecordingWords } from './use-recording-words.ts'

const useStyles = makeStyles({
  scroll: {
    flexGrow: 1,
    minHeight: 0,
    overflowY: 'auto',
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalXL,
    padding: `0 ${tokens.spacingHorizontalL} ${tokens.spacingVerticalL}`,
    textWrap: 'pretty',
  },
  section: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalS },
  line: { display: 'flex', alignItems: 'flex-start', gap: tokens.spacingHorizontalS },
  words: { display: 'flex', flexDirection: 'column' },
  quiet: { color: tokens.colorNeutralForeground2 },
  list: { margin: 0, padding: 0, listStyle: 'none', display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalS },
  person: { display: 'flex', flexDirection: 'column', overflowWrap: 'anywhere' },
  attention: { color: tokens.colorPaletteMarigoldForeground2 },
})

const Section = ({ title, children }: { title: string; children: ReactNode }) => {
  const styles = useStyles()
  const heading = useId()
  return (
    <section aria-labelledby={heading} className={styles.section}>
      <Heading level={3} id={heading}>
        {title}
      </Heading>
      {children}
    </section>
  )
}

const One = ({ recording }: { recording: ActiveRecording }) => {
  const styles = useStyles()
  const { t } = useTranslation()
  const format = useFormat()
  const words = useRecordingWords()
  const notice = useCall((state) => state.recording.notice)
  const { state, startedAt, startedBy } = recording
  const time = format.time(startedAt)
  return (
    <div className={styles.section}>
      <div className={styles.line}>
        <RecordingDot state={state} />
        <div className={styles.words}>
          <Text weight="semibold">{words.line(recording)}</Text>
          <Text className={styles.quiet}>
            {startedBy === undefined
              ? t('recording.panel.started', { time })
              : t('recording.panel.startedBy', { name: startedBy.name, time })}
          </Text>
        </div>
      </div>
      <Text>{words.meaning(recording, notice)}</Text>
    </div>
  )
}

/** Who is not in the recording, and why: for organisers, who may have to speak to them. */
const LeftOut = () => {
  const styles = useStyles()
  const { t } = useTranslation()
  const participants = useCall((state) => state.participants)
  const organising = useCall((state) => isOrganising(selfIn(state)?.role ?? 'attendee'))
  const without = participants.flatMap((participant) => {
    const why = leftOut(participant)
    return why === undefined ? [] : [{ id: participant.id, name: participant.name, why }]
  })
  if (!organising || without.length === 0) return null
  return (
    <Section title={t('recording.panel.without')}>
      <ul className={styles.list}>
        {without.map(({ id, name, why }) => (
          <li key={id} className={styles.person}>
            <Text weight="semibold">{name}</Text>
            <Text className={styles.attention}>{t(`recording.leftOut.${why}`)}</Text>
          </li>
        ))}
      </ul>
    </Section>
  )
}

/** What is recorded, by whom, since when and what becomes of it; one's own answer, and who is left out. */
export const RecordingPanel = () => {
  const styles = useStyles()
  const { t } = useTranslation()
  const active = useCall((state) => state.recording.active)
  const notice = useCall((state) => state.recording.notice)
  const asked = useCall((state) => ownConsent(state) !== undefined)
  return (
    <Panel opens="recording" title={t('recording.panel.title')}>
      <div className={styles.scroll}>
        {active.length === 0 ? <Text>{t('recording.panel.nothing')}</Text> : null}
        {active.map((recording) => (
          <One key={recording.id} recording={recording} />
        ))}
        <PrivacyNoticeLink notice={notice} />
        {asked ? (
          <Section title={t('recording.panel.own')}>
            <OwnConsent />
          </Section>
        ) : null}
        <LeftOut />
      </div>
    </Panel>
  )
}
