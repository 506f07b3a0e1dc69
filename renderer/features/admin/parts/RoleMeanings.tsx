import { makeStyles, Text, tokens } from '@fluentui/react-components'
import { useId } from 'react'
import { useTranslation } from 'react-i18next'
import { ADMIN_ACTIONS, ADMIN_ROLES, type AdminRole, mayChange, mayDo, SECTIONS } from '#shared/policies/admin-roles.ts'
import { Heading } from '../../../ui/Heading.tsx'
import { useFormat } from '../../../ui/use-format.ts'

const useStyles = makeStyles({
  panel: {
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalL,
    boxSizing: 'border-box',
    minWidth: 0,
    padding: '20px',
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusXLarge,
    backgroundColor: tokens.colorNeutralBackground1,
  },
  part: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalXS },
})

/** What each role may change and see: the table that the service asks too, in words. */
export const RoleMeanings = () => {
  const styles = useStyles()
  const { t } = useTranslation()
  const format = useFormat()
  const heading = useId()
  const changes = (role: AdminRole): string => {
    const sections = SECTIONS.filter((section) => mayChange(role, section)).map((section) => t(`admin.area.${section}`))
    return sections.length === 0
      ? t('admin.roleMeaning.changesNothing')
      : t('admin.roleMeaning.changes', { what: format.list(sections) })
  }
  const sees = (role: AdminRole): string => {
    const actions = ADMIN_ACTIONS.filter((action) => mayDo(role, action)).map((action) => t(`admin.action.${action}`))
    return t('admin.roleMeaning.does', { what: format.list(actions) })
  }
  return (
    <aside className={styles.panel} aria-labelledby={heading}>
      <Heading level={2} id={heading}>
        {t('admin.effect.title')}
      </Heading>
      {ADMIN_ROLES.map((role) => (
        <div key={role} className={styles.part}>
          <Heading level={3}>{t(`admin.role.${role}`)}</Heading>
          <Text>{changes(role)}</Text>
          <Text>{sees(role)}</Text>
        </div>
      ))}
    </aside>
  )
}
