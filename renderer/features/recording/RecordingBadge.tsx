import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components'
import { useTranslation } from 'react-i18next'
import { useCall } from '../../app/services.ts'
import { useAction } from '../actions/ActionHost.tsx'
import { RecordingDot } from './RecordingDot.tsx'
import { markOf } from './recording-mark.ts'

const useStyles = makeStyles({
  badge: {
    display: 'flex',
    alignItems: 'center',
    justifyContent: 'center',
    gap: tokens.spacingHorizontalXS,
    flexShrink: 0,
    minWidth: '32px',
    minHeight: '32px',
    padding: `0 ${tokens.spacingHorizontalS}`,
    border: '1px solid #e5484d',
    borderRadius: '4px',
    font: 'inherit',
    fontSize: tokens.fontSizeBase200,
    fontWeight: tokens.fontWeightSemibold,
    whiteSpace: 'nowrap',
    cursor: 'pointer',
    color: tokens.colorNeutralForeground1,
    backgroundColor: tokens.colorNeutralBackground1,
    ':hover': { backgroundColor: tokens.colorNeutralBackground1Hover },
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}` },
    '@media (forced-colors: active)': { border: '1px solid ButtonText' },
  },
  open: { color: tokens.colorNeutralForeground2BrandSelected, backgroundColor: tokens.colorNeutralBackground1Selected },
  floating: { position: 'absolute', right: tokens.spacingHorizontalM, top: tokens.spacingVerticalS, zIndex: 3 },
  words: { '@media (max-width: 559px)': { display: 'none' } },
})

/** The red mark, for as long as anything is recorded. Opens who records and what becomes of it. */
export const RecordingBadge = ({ floating = false }: { floating?: boolean }) => {
  const styles = useStyles()
  const { t } = useTranslation()
  const action = useAction('showRecording')
  const state = useCall(({ recording }) => markOf(recording))
  if (state === undefined || !action.available) return null
  const words = t(`recording.state.${state}`)
  return (
    <button
      type="button"
      className={mergeClasses(styles.badge, action.on && styles.open, floating && styles.floating)}
      aria-label={words}
      aria-pressed={action.on}
      title={words}
      data-opens="recording"
      data-recording={state}
      onClick={action.run}
    >
      <RecordingDot state={state} />
      <span className={styles.words} aria-hidden="true">
        {words}
      </span>
    </button>
  )
}
