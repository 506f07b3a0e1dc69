import { makeStyles, Text, tokens } from '@fluentui/react-components'
import { type ReactNode, useId } from 'react'
import { Heading } from '../../ui/Heading.tsx'

const useStyles = makeStyles({
  group: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalM, containerType: 'inline-size' },
  note: { color: tokens.colorNeutralForeground3 },
  rows: {
    backgroundColor: tokens.colorNeutralBackground1,
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusXLarge,
    '& > * + *': { borderTop: `1px solid ${tokens.colorNeutralStroke2}` },
  },
})

/** Settings that belong together. */
export const SettingsGroup = ({ title, note, children }: { title: string; note?: string; children: ReactNode }) => {
  const styles = useStyles()
  const heading = useId()
  return (
    <section aria-labelledby={heading} className={styles.group}>
      <Heading level={2} id={heading}>
        {title}
      </Heading>
      {note === undefined ? null : <Text className={styles.note}>{note}</Text>}
      <div className={styles.rows}>{children}</div>
    </section>
  )
}
