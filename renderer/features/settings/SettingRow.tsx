import { makeStyles, mergeClasses, Text, tokens } from '@fluentui/react-components'
import type { ReactNode } from 'react'
import { ManagedMark } from '../../ui/ManagedMark.tsx'

const useStyles = makeStyles({
  row: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr) minmax(0, 280px)',
    alignItems: 'center',
    columnGap: tokens.spacingHorizontalXXL,
    rowGap: tokens.spacingVerticalXS,
    padding: '14px 24px',
    minHeight: '32px',
    '@container (max-width: 520px)': { gridTemplateColumns: 'minmax(0, 1fr)', padding: '12px 16px' },
  },
  /** A control that is small stays beside its label however narrow it gets. */
  compact: {
    gridTemplateColumns: 'minmax(0, 1fr) auto',
    '@container (max-width: 520px)': { gridTemplateColumns: 'minmax(0, 1fr) auto', padding: '12px 16px' },
  },
  words: { display: 'flex', flexDirection: 'column', minWidth: 0 },
  note: { color: tokens.colorNeutralForeground3 },
  control: { minWidth: 0, display: 'grid', justifyItems: 'stretch' },
})

interface Props {
  label: string
  /** Of the element that carries the label's text, for controls that are named by it. */
  labelId?: string
  note?: string
  /** An administrator has decided it: the control shows what holds, and can't be used. */
  managed?: boolean
  compact?: boolean
  children: ReactNode
}

/** One setting: what it is at the left, its control at the right (below on a narrow screen). */
export const SettingRow = ({ label, labelId, note, managed = false, compact = false, children }: Props) => {
  const styles = useStyles()
  return (
    <div className={mergeClasses(styles.row, compact && styles.compact)}>
      <div className={styles.words}>
        <Text id={labelId}>{label}</Text>
        {note === undefined ? null : (
          <Text size={200} className={styles.note}>
            {note}
          </Text>
        )}
        {managed ? <ManagedMark /> : null}
      </div>
      <div className={styles.control}>{children}</div>
    </div>
  )
}
