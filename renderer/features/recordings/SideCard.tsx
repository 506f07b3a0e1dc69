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
})

/** A part of what is said of a recording beside its picture. */
export const SideCard = ({ title, children }: { title: string; children: ReactNode }) => {
  const styles = useStyles()
  const heading = useId()
  return (
    <section className={styles.card} aria-labelledby={heading}>
      <Heading level={3} id={heading}>
        {title}
      </Heading>
      {children}
    </section>
  )
}
