import { makeStyles, tokens } from '@fluentui/react-components'
import type { ReactNode } from 'react'

const useStyles = makeStyles({
  row: {
    display: 'flex',
    alignItems: 'center',
    justifyContent: 'space-between',
    gap: tokens.spacingHorizontalS,
    padding: `${tokens.spacingVerticalS} ${tokens.spacingHorizontalL} ${tokens.spacingVerticalXS}`,
  },
  heading: {
    margin: 0,
    fontSize: tokens.fontSizeBase200,
    lineHeight: tokens.lineHeightBase200,
    fontWeight: tokens.fontWeightSemibold,
    color: tokens.colorNeutralForeground2,
  },
})

/** What a part of the people panel holds, and how many. */
export const SectionHeading = ({
  id,
  title,
  count,
  action,
}: {
  id: string
  title: string
  count: number
  action?: ReactNode
}) => {
  const styles = useStyles()
  return (
    <div className={styles.row}>
      <h3 id={id} className={styles.heading}>
        {title} · {count}
      </h3>
      {action}
    </div>
  )
}
