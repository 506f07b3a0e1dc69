import { makeStyles, mergeClasses, Text, tokens } from '@fluentui/react-components'
import { useTranslation } from 'react-i18next'
import type { Stretch } from '#shared/recording/timeline.ts'
import { Heading } from '../../ui/Heading.tsx'
import { useFormat } from '../../ui/use-format.ts'
import type { SpeakingLane } from './player/speaking.ts'

const useStyles = makeStyles({
  root: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalS },
  list: { listStyle: 'none', margin: 0, padding: 0, display: 'flex', flexDirection: 'column', gap: '2px' },
  row: {
    display: 'grid',
    gridTemplateColumns: 'minmax(80px, 160px) minmax(0, 1fr)',
    alignItems: 'center',
    gap: tokens.spacingHorizontalM,
    minHeight: '28px',
  },
  name: { overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' },
  lane: { position: 'relative', display: 'block', width: '100%', height: '16px' },
  heard: { fill: tokens.colorNeutralBackground5, '@media (forced-colors: active)': { fill: 'GrayText' } },
  spoke: { fill: tokens.colorCompoundBrandBackground, '@media (forced-colors: active)': { fill: 'Highlight' } },
  now: { fill: tokens.colorNeutralForeground1 },
  quiet: { color: tokens.colorNeutralForeground3 },
})

const Bars = ({ stretches, className }: { stretches: readonly Stretch[]; className: string }) =>
  stretches.map(({ from, to }) => <rect key={from} className={className} x={from} y={0} width={to - from} height={16} />)

interface Props {
  lanes: readonly SpeakingLane[]
  /** ms */
  duration: number
  position: number
}

/** A line for everybody who was heard: where their microphone was on and, stronger, where they spoke. */
export const Lanes = ({ lanes, duration, position }: Props) => {
  const styles = useStyles()
  const { t } = useTranslation()
  const format = useFormat()
  const length = Math.max(1, duration)
  return (
    <section className={styles.root} aria-labelledby="recording-lanes">
      <Heading level={2} id="recording-lanes">
        {t('recordings.lanes.title')}
      </Heading>
      {lanes.length === 0 ? <Text className={styles.quiet}>{t('recordings.lanes.none')}</Text> : null}
      <ul className={styles.list}>
        {lanes.map(({ participant, name, heard, spoke }) => {
          const spoken = spoke.reduce((sum, { from, to }) => sum + to - from, 0)
          const label =
            spoken === 0
              ? t('recordings.lanes.noSpeech', { name })
              : t('recordings.lanes.of', { name, duration: format.elapsed(spoken) })
          return (
            <li key={participant} className={styles.row}>
              <Text size={200} className={mergeClasses(styles.name, spoken === 0 && styles.quiet)} aria-hidden="true">
                {name}
              </Text>
              <svg className={styles.lane} viewBox={`0 0 ${length} 16`} preserveAspectRatio="none" role="img" aria-label={label}>
                <Bars stretches={heard} className={styles.heard} />
                <Bars stretches={spoke} className={styles.spoke} />
                <rect className={styles.now} x={position} y={0} width={length / 400} height={16} />
              </svg>
            </li>
          )
        })}
      </ul>
    </section>
  )
}
