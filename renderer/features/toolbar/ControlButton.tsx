import { makeStyles, mergeClasses, Tooltip, tokens } from '@fluentui/react-components'
import { type ComponentProps, createContext, forwardRef, type ReactElement, useContext } from 'react'

const useStyles = makeStyles({
  button: {
    position: 'relative',
    display: 'flex',
    flexDirection: 'column',
    alignItems: 'center',
    justifyContent: 'center',
    gap: '2px',
    boxSizing: 'border-box',
    minWidth: '44px',
    height: '44px',
    padding: '0 8px',
    border: 'none',
    borderRadius: '4px',
    cursor: 'pointer',
    font: 'inherit',
    color: tokens.colorNeutralForeground1,
    backgroundColor: 'transparent',
    fontSize: '24px',
    ':hover': { color: tokens.colorNeutralForeground1Hover, backgroundColor: tokens.colorNeutralBackground1Hover },
    ':active': { color: tokens.colorNeutralForeground1Pressed, backgroundColor: tokens.colorNeutralBackground1Pressed },
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}`, outlineOffset: '1px' },
    '[aria-disabled="true"]': {
      color: tokens.colorNeutralForegroundDisabled,
      cursor: 'not-allowed',
      ':hover': { color: tokens.colorNeutralForegroundDisabled, backgroundColor: 'transparent' },
      ':active': { color: tokens.colorNeutralForegroundDisabled, backgroundColor: 'transparent' },
    },
    '@media (min-width: 760px)': { minWidth: '64px', height: '52px' },
    '@media (forced-colors: active)': { border: '1px solid ButtonText' },
  },
  on: {
    color: tokens.colorNeutralForeground2BrandSelected,
    backgroundColor: tokens.colorNeutralBackground1Selected,
    ':hover': { color: tokens.colorNeutralForeground2BrandHover, backgroundColor: tokens.colorNeutralBackground1Hover },
  },
  off: {
    color: '#1b1d1e',
    backgroundColor: '#e6e9e9',
    ':hover': { color: '#1b1d1e', backgroundColor: '#ffffff' },
    ':active': { color: '#1b1d1e', backgroundColor: '#cfd4d4' },
    '@media (forced-colors: active)': { color: 'HighlightText', backgroundColor: 'Highlight', forcedColorAdjust: 'none' },
  },
  danger: {
    color: '#ffffff',
    backgroundColor: '#b3261e',
    ':hover': { color: '#ffffff', backgroundColor: '#c8372f' },
    ':active': { color: '#ffffff', backgroundColor: '#8f1d17' },
  },
  joined: { borderTopRightRadius: 0, borderBottomRightRadius: 0 },
  caption: {
    display: 'none',
    fontSize: '12px',
    lineHeight: '16px',
    whiteSpace: 'nowrap',
    '@media (min-width: 760px)': { display: 'block' },
  },
  icon: { display: 'flex', position: 'relative' },
})

export interface ControlButtonProps extends Omit<ComponentProps<'button'>, 'ref'> {
  icon: ReactElement
  /** Its name, which is also written below the icon where there is room. */
  label: string
  /** What it does now, and its shortcut. */
  hint: string
  /** `on`: it is at work; `off`: something that people expect to be on is off; `danger`: it takes the person away. */
  tone?: 'plain' | 'on' | 'off' | 'danger'
  /** Another button follows on its right without a gap. */
  joined?: boolean
  /** Beside the icon, as a number. */
  mark?: ReactElement | undefined
}

/** Where hints are shown: in the landmark of their buttons, so that whoever goes by landmarks meets the two together. */
export const HintPlace = createContext<HTMLElement | undefined>(undefined)

/** A button of the toolbar: 44 px at least, an icon, its name below it where there is room, a hint with its shortcut. */
export const ControlButton = forwardRef<HTMLButtonElement, ControlButtonProps>(
  ({ icon, label, hint, tone = 'plain', joined = false, mark, className, ...rest }, ref) => {
    const styles = useStyles()
    const place = useContext(HintPlace)
    return (
      <Tooltip content={hint} relationship="description" positioning="above" withArrow mountNode={place}>
        <button
          type="button"
          aria-label={label}
          {...rest}
          ref={ref}
          className={mergeClasses(
            styles.button,
            tone === 'on' && styles.on,
            tone === 'off' && styles.off,
            tone === 'danger' && styles.danger,
            joined && styles.joined,
            className,
          )}
        >
          <span className={styles.icon} aria-hidden="true">
            {icon}
            {mark}
          </span>
          <span className={styles.caption} aria-hidden="true">
            {label}
          </span>
        </button>
      </Tooltip>
    )
  },
)
ControlButton.displayName = 'ControlButton'
