import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components'
import type { ReactNode } from 'react'

const useStyles = makeStyles({
  base: { margin: 0, color: tokens.colorNeutralForeground1, overflowWrap: 'anywhere', outlineStyle: 'none', textWrap: 'balance' },
  1: { fontSize: tokens.fontSizeHero700, lineHeight: tokens.lineHeightHero700, fontWeight: tokens.fontWeightSemibold },
  2: { fontSize: tokens.fontSizeBase500, lineHeight: tokens.lineHeightBase500, fontWeight: tokens.fontWeightSemibold },
  3: { fontSize: tokens.fontSizeBase400, lineHeight: tokens.lineHeightBase400, fontWeight: tokens.fontWeightSemibold },
})

/** A heading. The first-level one is the name of the screen: it can take the focus when the screen changes. */
export const Heading = ({
  level,
  children,
  className,
  id,
}: {
  level: 1 | 2 | 3
  children: ReactNode
  className?: string
  id?: string
}) => {
  const styles = useStyles()
  const Tag = `h${level}` as const
  return (
    <Tag id={id} tabIndex={level === 1 ? -1 : undefined} className={mergeClasses(styles.base, styles[level], className)}>
      {children}
    </Tag>
  )
}
