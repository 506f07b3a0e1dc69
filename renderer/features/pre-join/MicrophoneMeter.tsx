import { makeStyles, mergeClasses, Text, tokens } from '@fluentui/react-components'
import { InfoRegular } from '@fluentui/react-icons/svg/info'
import { useCallback, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { useMicrophoneLevel } from './use-microphone-level.ts'

const useStyles = makeStyles({
  root: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalS, paddingTop: tokens.spacingVerticalS },
  /** For screen readers; the bar below is for the eye. */
  unseen: { position: 'absolute', width: '1px', height: '1px', overflow: 'hidden', clipPath: 'inset(50%)' },
  bar: {
    height: '6px',
    overflow: 'hidden',
    borderRadius: tokens.borderRadiusCircular,
    backgroundColor: tokens.colorNeutralBackground5,
    '@media (forced-colors: active)': { border: '1px solid CanvasText' },
  },
  level: {
    height: '100%',
    transform: 'scaleX(0)',
    transformOrigin: 'left',
    borderRadius: tokens.borderRadiusCircular,
    backgroundColor: tokens.colorCompoundBrandBackground,
    '@media (forced-colors: active)': { backgroundColor: 'Highlight' },
  },
  hint: { color: tokens.colorNeutralForeground3, display: 'flex', gap: tokens.spacingHorizontalXS, minHeight: '16px' },
  noise: { color: tokens.colorNeutralForeground1 },
  icon: { flexShrink: 0, fontSize: '16px', color: tokens.colorPaletteMarigoldForeground2 },
})

/** How loud the microphone is, live, and what to know about it. */
export const MicrophoneMeter = ({ track, on }: { track: MediaStreamTrack | undefined; on: boolean }) => {
  const styles = useStyles()
  const { t } = useTranslation()
  const meter = useRef<HTMLMeterElement>(null)
  const level = useRef<HTMLDivElement>(null)

  const draw = useCallback((value: number) => {
    if (level.current !== null) level.current.style.transform = `scaleX(${value})`
    if (meter.current !== null) meter.current.value = Math.round(value * 10) * 10
  }, [])
  const noisy = useMicrophoneLevel(on ? track : undefined, draw)

  return (
    <div className={styles.root}>
      <meter ref={meter} className={styles.unseen} aria-label={t('preJoin.level')} min={0} max={100} value={0} />
      <div aria-hidden="true" className={styles.bar}>
        <div ref={level} className={styles.level} />
      </div>
      <Text size={200} className={mergeClasses(styles.hint, noisy && styles.noise)} aria-live="polite">
        {noisy ? <InfoRegular className={styles.icon} aria-hidden="true" /> : null}
        {noisy ? t('preJoin.noise') : t(on ? 'preJoin.listening' : 'preJoin.microphoneOff')}
      </Text>
    </div>
  )
}
