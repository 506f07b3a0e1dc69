import { Button, makeStyles, Select } from '@fluentui/react-components'
import { DismissRegular } from '@fluentui/react-icons/svg/dismiss'
import { useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { ADMIN_ROLES } from '#shared/policies/admin-roles.ts'
import type { Administrator } from '#shared/policies/rules.ts'
import { useAdmin, useDraft, useMayChange, useNameOf, useVisit } from '../admin-context.ts'
import { AdminPage } from '../parts/AdminPage.tsx'
import { AdminTable } from '../parts/AdminTable.tsx'
import { Card } from '../parts/Card.tsx'
import { Finder } from '../parts/Finder.tsx'
import { RoleMeanings } from '../parts/RoleMeanings.tsx'
import { REMOVES, useRowFocus } from '../parts/use-row-focus.ts'

/** No box of its own. */
const useStyles = makeStyles({ root: { display: 'contents' } })

/** Who administers, and in which role. */
export const AdministratorsPage = () => {
  const styles = useStyles()
  const { t } = useTranslation()
  const visit = useVisit()
  const may = useMayChange('administrators')
  const { administrators } = useDraft()
  const people = useAdmin((state) => state.people)
  const root = useRef<HTMLDivElement>(null)
  const { leaving } = useRowFocus(root)
  const nameOf = useNameOf(administrators.map(({ personId }) => personId))
  const change = (edit: (list: readonly Administrator[]) => Administrator[]): void =>
    visit.edit((rules) => ({ ...rules, administrators: edit(rules.administrators) }))
  const setRole = (personId: string, value: string): void => {
    const role = ADMIN_ROLES.find((known) => known === value)
    if (role === undefined) return
    change((list) => list.map((each) => (each.personId === personId ? { personId, role } : each)))
  }
  return (
    <AdminPage
      title={t('admin.area.administrators')}
      note={t('admin.administrators.note')}
      section="administrators"
      aside={<RoleMeanings />}
    >
      <div ref={root} className={styles.root}>
        {may ? (
          <Card>
            <Finder
              label={t('admin.administrators.find')}
              without={administrators.map(({ personId }) => personId)}
              onPerson={({ id }) => change((list) => [...list, { personId: id, role: 'reader' }])}
            />
          </Card>
        ) : null}
        <AdminTable
          label={t('admin.area.administrators')}
          nameTitle={t('admin.field.name')}
          rows={administrators}
          keyOf={({ personId }) => personId}
          nameOf={({ personId }) => nameOf(personId)}
          textOf={({ personId, role }) => `${people.get(personId)?.email ?? ''} ${t(`admin.role.${role}`)}`}
          columns={[
            {
              title: t('admin.field.role'),
              cell: ({ personId, role }) =>
                may ? (
                  <Select
                    aria-label={t('admin.administrators.roleOf', { name: nameOf(personId) })}
                    value={role}
                    onChange={(_event, data) => setRole(personId, data.value)}
                  >
                    {ADMIN_ROLES.map((each) => (
                      <option key={each} value={each}>
                        {t(`admin.role.${each}`)}
                      </option>
                    ))}
                  </Select>
                ) : (
                  t(`admin.role.${role}`)
                ),
            },
            ...(may
              ? [
                  {
                    title: t('admin.administrators.remove'),
                    cell: ({ personId }: Administrator) => (
                      <Button
                        appearance="subtle"
                        icon={<DismissRegular />}
                        aria-label={t('admin.finder.remove', { name: nameOf(personId) })}
                        {...REMOVES}
                        onClick={({ currentTarget }) => {
                          leaving(currentTarget)
                          change((list) => list.filter((each) => each.personId !== personId))
                        }}
                      />
                    ),
                  },
                ]
              : []),
          ]}
          empty={t('admin.administrators.empty')}
        />
      </div>
    </AdminPage>
  )
}
