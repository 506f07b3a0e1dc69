import { makeStyles, tokens } from '@fluentui/react-components'
import { TagRegular } from '@fluentui/react-icons/svg/tag'
import { useTranslation } from 'react-i18next'
import type { Meeting } from '#shared/contract/common.ts'

const useStyles = makeStyles({
  mark: { display: 'inline-flex', alignItems: 'center', gap: tokens.spacingHorizontalXS, minWidth: 0 },
  icon: { flexShrink: 0 },
  text: { overflow: 'hidden', textOverflow: 'ellipsis' },
  unseen: { position: 'absolute', width: '1px', height: '1px', overflow: 'hidden', clipPath: 'inset(50%)' },
})

/** How sensitive a meeting is. */
export const LabelMark = ({ label }: { label: NonNullable<Meeting['label']> }) => {
  const styles = useStyles()
  const { t } = useTranslation()
  return (
    <span className={styles.mark} title={t('label.of', { name: label.name })}>
      <TagRegular className={styles.icon} aria-hidden="true" />
      <span className={styles.text}>
        <span className={styles.unseen}>{t('label.title')}: </span>
        {label.name}
      </span>
    </span>
  )
}
