import { Button, makeStyles, mergeClasses, Text, tokens } from '@fluentui/react-components'
import { useTranslation } from 'react-i18next'
import type { RecordingSummary } from '#shared/contract/recordings.ts'
import { useAccount } from '../../app/services.ts'
import { useFormat } from '../../ui/use-format.ts'
import { Marks } from './Marks.tsx'

const NARROW = '@media (max-width: 560px)'

const useStyles = makeStyles({
  row: {
    display: 'grid',
    gridTemplateColumns: '96px minmax(0, 1fr) auto',
    alignItems: 'center',
    gap: tokens.spacingHorizontalL,
    padding: '16px 16px 16px 24px',
    [NARROW]: { gridTemplateColumns: 'minmax(0, 1fr)', gap: tokens.spacingVerticalS, padding: '12px 16px' },
  },
  when: {
    display: 'flex',
    flexDirection: 'column',
    fontVariantNumeric: 'tabular-nums',
    [NARROW]: { flexDirection: 'row', gap: tokens.spacingHorizontalS, alignItems: 'baseline' },
  },
  what: { display: 'flex', flexDirection: 'column', minWidth: 0, gap: '2px' },
  title: { overflowWrap: 'anywhere' },
  about: { display: 'flex', flexWrap: 'wrap', columnGap: tokens.spacingHorizontalM, rowGap: '2px' },
  quiet: { color: tokens.colorNeutralForeground3 },
  open: { minWidth: '72px', [NARROW]: { justifySelf: 'start' } },
})

interface Props {
  recording: RecordingSummary
  now: number
  onOpen: () => void
}

/** One recording: when, what, how long, whose. */
export const RecordingRow = ({ recording, now, onOpen }: Props) => {
  const styles = useStyles()
  const { t } = useTranslation()
  const format = useFormat()
  const own = useAccount()?.person.id === recording.organiser.id
  const { title, organiser, startedAt, duration } = recording
  return (
    <div className={styles.row}>
      <div className={styles.when}>
        <Text weight="semibold">{format.date(startedAt)}</Text>
        <Text size={200} className={styles.quiet}>
          {format.time(startedAt)}
        </Text>
      </div>
      <div className={styles.what}>
        <Text weight="semibold" className={styles.title}>
          {title}
        </Text>
        <Text size={200} className={mergeClasses(styles.quiet, styles.about)}>
          {duration === undefined ? null : <span>{format.elapsed(duration)}</span>}
          <span>{own ? t('recordings.organisedByYou') : t('recordings.organisedBy', { name: organiser.name })}</span>
        </Text>
        <span className={styles.about}>
          <Marks recording={recording} now={now} />
        </span>
      </div>
      <Button className={styles.open} aria-label={`${t('recordings.open')} ${title}`} onClick={onOpen}>
        {t('recordings.open')}
      </Button>
    </div>
  )
}
