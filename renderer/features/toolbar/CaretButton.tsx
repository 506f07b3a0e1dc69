import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components'
import { ChevronUpRegular } from '@fluentui/react-icons/svg/chevron-up'
import { type ComponentProps, forwardRef } from 'react'

const useStyles = makeStyles({
  caret: {
    display: 'flex',
    alignItems: 'center',
    justifyContent: 'center',
    boxSizing: 'border-box',
    width: '32px',
    height: '44px',
    padding: 0,
    border: 'none',
    borderRadius: '0 4px 4px 0',
    cursor: 'pointer',
    fontSize: '16px',
    color: tokens.colorNeutralForeground2,
    backgroundColor: 'transparent',
    ':hover': { color: tokens.colorNeutralForeground1Hover, backgroundColor: tokens.colorNeutralBackground1Hover },
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}`, outlineOffset: '1px' },
    '[aria-expanded="true"]': {
      color: tokens.colorNeutralForeground1Selected,
      backgroundColor: tokens.colorNeutralBackground1Selected,
    },
    '@media (min-width: 760px)': { height: '52px' },
    '@media (forced-colors: active)': { border: '1px solid ButtonText' },
  },
  danger: {
    color: '#ffffff',
    backgroundColor: '#b3261e',
    borderLeft: '1px solid rgba(255, 255, 255, 0.35)',
    ':hover': { color: '#ffffff', backgroundColor: '#c8372f' },
    '[aria-expanded="true"]': { color: '#ffffff', backgroundColor: '#8f1d17' },
  },
})

/** The narrow half of a pair of buttons, which opens the menu of the wide one. */
export const CaretButton = forwardRef<
  HTMLButtonElement,
  { label: string; danger?: boolean } & Omit<ComponentProps<'button'>, 'ref'>
>(({ label, danger = false, className, ...rest }, ref) => {
  const styles = useStyles()
  return (
    <button
      type="button"
      aria-label={label}
      title={label}
      {...rest}
      ref={ref}
      className={mergeClasses(styles.caret, danger && styles.danger, className)}
    >
      <ChevronUpRegular aria-hidden="true" />
    </button>
  )
})
CaretButton.displayName = 'CaretButton'
