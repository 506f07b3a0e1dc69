import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components'
import type { ReactElement, ReactNode, Ref } from 'react'

const useStyles = makeStyles({
  banner: {
    display: 'flex',
    alignItems: 'center',
    flexWrap: 'wrap',
    gap: `${tokens.spacingVerticalXS} ${tokens.spacingHorizontalM}`,
    margin: `0 ${tokens.spacingHorizontalM} ${tokens.spacingVerticalS}`,
    padding: `${tokens.spacingVerticalS} ${tokens.spacingHorizontalM}`,
    borderRadius: '4px',
    color: tokens.colorNeutralForeground1,
    backgroundColor: tokens.colorNeutralBackground1,
    boxShadow: `0 0 0 1px ${tokens.colorTransparentStroke}`,
    borderLeft: '4px solid #f2c661',
    '@media (forced-colors: active)': { border: '1px solid CanvasText' },
  },
  /** Red is for being recorded. */
  recording: { borderLeftColor: '#e5484d' },
  icon: { display: 'flex', fontSize: '20px', color: '#f2c661', flexShrink: 0 },
  words: { flexGrow: 1, flexBasis: '180px', minWidth: 0 },
  actions: { display: 'flex', alignItems: 'center', flexWrap: 'wrap', gap: tokens.spacingHorizontalS, marginLeft: 'auto' },
})

interface Props {
  icon: ReactElement
  children: ReactNode
  actions?: ReactNode
  /** How a screen reader is told. */
  told?: 'politely' | 'atOnce'
  /** Of one that something else tells of: what it is called, for whoever goes through the window's parts. */
  region?: string
  recording?: boolean
  place?: Ref<HTMLDivElement>
}

/** A banner: a sign, what it states, and the ways out. */
export const BannerFrame = ({ icon, children, actions, told = 'politely', region, recording = false, place }: Props) => {
  const styles = useStyles()
  return (
    <div
      ref={place}
      className={mergeClasses(styles.banner, recording && styles.recording)}
      {...(region === undefined ? {} : { role: 'region', 'aria-label': region })}
      data-banner
    >
      <span className={styles.icon} aria-hidden="true">
        {icon}
      </span>
      <div className={styles.words} {...(region === undefined ? { role: told === 'atOnce' ? 'alert' : 'status' } : {})}>
        {children}
      </div>
      {actions === undefined ? null : <div className={styles.actions}>{actions}</div>}
    </div>
  )
}
