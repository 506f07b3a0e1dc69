import { makeStyles, Text, tokens } from '@fluentui/react-components'
import { LockClosedRegular } from '@fluentui/react-icons/svg/lock-closed'
import { useTranslation } from 'react-i18next'

const useStyles = makeStyles({
  root: { display: 'flex', alignItems: 'center', gap: tokens.spacingHorizontalXS, color: tokens.colorNeutralForeground2 },
  icon: { flexShrink: 0, fontSize: '16px' },
})

interface Props {
  /** What exactly is managed, where the place doesn't say it. */
  children?: string
  /** For the control that it explains. */
  id?: string
}

/** Says that something is an administrator's to decide, and so can't be changed here. */
export const ManagedMark = ({ children, id }: Props) => {
  const styles = useStyles()
  const { t } = useTranslation()
  return (
    <span className={styles.root} id={id} data-managed>
      <LockClosedRegular className={styles.icon} aria-hidden="true" />
      <Text size={200}>{children ?? t('managed.mark')}</Text>
    </span>
  )
}
