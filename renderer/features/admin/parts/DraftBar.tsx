import { Button, makeStyles, Text, tokens } from '@fluentui/react-components'
import { EditRegular } from '@fluentui/react-icons/svg/edit'
import { useTranslation } from 'react-i18next'
import { useFormat } from '../../../ui/use-format.ts'
import { useAdmin, useUnsaved, useVisit } from '../admin-context.ts'

const useStyles = makeStyles({
  bar: {
    position: 'sticky',
    top: '8px',
    zIndex: 2,
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: `${tokens.spacingVerticalS} ${tokens.spacingHorizontalM}`,
    padding: '10px 16px',
    border: `1px solid ${tokens.colorBrandStroke1}`,
    borderRadius: tokens.borderRadiusXLarge,
    backgroundColor: tokens.colorNeutralBackground1,
    boxShadow: tokens.shadow4,
  },
  icon: { display: 'flex', flexShrink: 0, fontSize: '20px', color: tokens.colorBrandForeground1 },
  words: { flexGrow: 1, flexBasis: '200px', minWidth: 0 },
  // Without words it takes no room.
  status: { ':empty': { position: 'absolute' } },
  said: { color: tokens.colorNeutralForeground2 },
})

/** What is not saved yet, and the way to save it. What was saved says so in the same place. */
export const DraftBar = () => {
  const styles = useStyles()
  const { t } = useTranslation()
  const format = useFormat()
  const visit = useVisit()
  const unsaved = useUnsaved()
  const outcome = useAdmin((state) => state.outcome)
  const reviewing = useAdmin(({ place }) => place.at === 'review')
  const names = unsaved.map((section) => t(`admin.area.${section}`))
  return (
    <>
      <div role="status" className={styles.status}>
        {outcome === undefined ? null : <Text className={styles.said}>{t(`admin.outcome.${outcome}`)}</Text>}
      </div>
      {unsaved.length === 0 || reviewing ? null : (
        <section className={styles.bar} aria-label={t('admin.unsaved.title')}>
          <span className={styles.icon} aria-hidden="true">
            <EditRegular />
          </span>
          <Text className={styles.words}>{t('admin.unsaved.what', { sections: format.list(names) })}</Text>
          <Button appearance="primary" onClick={() => visit.go({ at: 'review' })}>
            {t('admin.unsaved.review')}
          </Button>
        </section>
      )}
    </>
  )
}
