import { Button, makeStyles, tokens } from '@fluentui/react-components'
import { ChevronLeftRegular } from '@fluentui/react-icons/svg/chevron-left'
import { ChevronRightRegular } from '@fluentui/react-icons/svg/chevron-right'
import { useTranslation } from 'react-i18next'
import { PAGER_HEIGHT } from './scene.ts'

const useStyles = makeStyles({
  root: {
    position: 'absolute',
    left: 0,
    right: 0,
    bottom: 0,
    height: `${PAGER_HEIGHT}px`,
    display: 'flex',
    alignItems: 'flex-end',
    justifyContent: 'center',
    gap: tokens.spacingHorizontalS,
  },
  text: {
    minHeight: '32px',
    display: 'flex',
    alignItems: 'center',
    fontSize: tokens.fontSizeBase200,
    fontVariantNumeric: 'tabular-nums',
    color: tokens.colorNeutralForeground2,
  },
})

/** The way to the other pages of the gallery. */
export const Pager = ({ page, pages, onPage }: { page: number; pages: number; onPage(page: number): void }) => {
  const styles = useStyles()
  const { t } = useTranslation()
  return (
    <div className={styles.root}>
      <Button
        appearance="subtle"
        icon={<ChevronLeftRegular />}
        aria-label={t('stage.previousPage')}
        disabledFocusable={page === 0}
        onClick={() => page > 0 && onPage(page - 1)}
      />
      <span className={styles.text} aria-live="polite">
        {t('stage.page', { page: page + 1, pages })}
      </span>
      <Button
        appearance="subtle"
        icon={<ChevronRightRegular />}
        aria-label={t('stage.nextPage')}
        disabledFocusable={page >= pages - 1}
        onClick={() => page < pages - 1 && onPage(page + 1)}
      />
    </div>
  )
}
