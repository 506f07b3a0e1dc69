import { makeStyles, tokens } from '@fluentui/react-components'
import { type ReactNode, useId } from 'react'
import { Heading } from '../../ui/Heading.tsx'

const useStyles = makeStyles({
  card: {
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalS,
    padding: '16px',
    minWidth: 0,
    backgroundColor: tokens.colorNeutralBackground1,
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusXLarge,
  },
  title: { fontSize: tokens.fontSizeBase400, lineHeight: tokens.lineHeightBase400 },
})

/** A part of what is said of a recording beside its picture. */
export const SideCard = ({ title, children }: { title: string; children: ReactNode }) => {
  const styles = useStyles()
  const heading = useId()
  return (
    <section className={styles.card} aria-labelledby={heading}>
      <Heading level={2} id={heading} className={styles.title}>
        {title}
      </Heading>
      {children}
    </section>
  )
}
