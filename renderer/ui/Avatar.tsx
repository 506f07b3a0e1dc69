import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components'
import { initialsOf, TONES, toneOf } from './avatar-tone.ts'

const useStyles = makeStyles({
  root: {
    display: 'inline-flex',
    alignItems: 'center',
    justifyContent: 'center',
    flexShrink: 0,
    borderRadius: tokens.borderRadiusCircular,
    fontWeight: tokens.fontWeightSemibold,
    lineHeight: 1,
    userSelect: 'none',
    '@media (forced-colors: active)': { border: '1px solid CanvasText' },
  },
})

/** A person without a picture: initials on a tone that is always the same for this name. `size` in px. For the eye only. */
export const Avatar = ({ name, size = 32, className }: { name: string; size?: number; className?: string }) => {
  const styles = useStyles()
  const tone = TONES[toneOf(name)]
  return (
    <span
      aria-hidden="true"
      className={mergeClasses(styles.root, className)}
      style={{ width: size, height: size, fontSize: Math.round(size * 0.38), backgroundColor: tone?.ground, color: tone?.ink }}
    >
      {initialsOf(name) || '?'}
    </span>
  )
}
