import { makeStyles, Text, tokens } from '@fluentui/react-components'
import { useTranslation } from 'react-i18next'

const useStyles = makeStyles({
  root: { display: 'inline-flex', alignItems: 'center', gap: tokens.spacingHorizontalM },
  ground: { fill: tokens.colorBrandBackground, '@media (forced-colors: active)': { fill: 'Highlight' } },
  figure: { fill: tokens.colorNeutralForegroundOnBrand, '@media (forced-colors: active)': { fill: 'HighlightText' } },
})

/** Two people face to face, sharing one space: the mark without its word. `size` in px. */
export const ProductGlyph = ({ size = 32 }: { size?: number }) => {
  const styles = useStyles()
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden="true" focusable="false">
      <rect className={styles.ground} width="32" height="32" rx="9" />
      <path className={styles.figure} d="M14.5 8.2v15.6A7.8 7.8 0 0 1 14.5 8.2Z" />
      <path className={styles.figure} d="M17.5 8.2v15.6a7.8 7.8 0 0 0 0-15.6Z" opacity="0.62" />
    </svg>
  )
}

export const ProductMark = () => {
  const styles = useStyles()
  const { t } = useTranslation()
  return (
    <div className={styles.root}>
      <ProductGlyph />
      <Text size={500} weight="semibold">
        {t('common.product')}
      </Text>
    </div>
  )
}
