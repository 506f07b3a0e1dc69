import { makeStyles, Text, tokens } from '@fluentui/react-components'
import { type ReactNode, useId } from 'react'
import { Heading } from '../../../ui/Heading.tsx'

const useStyles = makeStyles({
  section: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalM, minWidth: 0 },
  note: { color: tokens.colorNeutralForeground3, textWrap: 'pretty' },
  card: {
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalL,
    boxSizing: 'border-box',
    minWidth: 0,
    padding: '20px 24px',
    '& select': { minWidth: 0, width: '100%' },
    backgroundColor: tokens.colorNeutralBackground1,
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusXLarge,
    '@container (max-width: 520px)': { padding: '16px' },
  },
})

/** What belongs together on a page. */
export const Card = ({ title, note, children }: { title?: string; note?: string; children: ReactNode }) => {
  const styles = useStyles()
  const heading = useId()
  if (title === undefined) return <div className={styles.card}>{children}</div>
  return (
    <section aria-labelledby={heading} className={styles.section}>
      <Heading level={2} id={heading}>
        {title}
      </Heading>
      {note === undefined ? null : <Text className={styles.note}>{note}</Text>}
      <div className={styles.card}>{children}</div>
    </section>
  )
}
