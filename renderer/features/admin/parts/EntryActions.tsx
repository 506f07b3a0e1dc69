import { Button } from '@fluentui/react-components'
import { AddRegular } from '@fluentui/react-icons/svg/add'
import { DeleteRegular } from '@fluentui/react-icons/svg/delete'
import { useTranslation } from 'react-i18next'
import type { Section } from '#shared/policies/admin-roles.ts'
import type { OrganisationRules } from '#shared/policies/rules.ts'
import { useMayChange, useVisit } from '../admin-context.ts'
import type { ListArea } from '../admin-place.ts'

/** Makes an entry in the draft, and goes to its page. */
export const AddEntry = ({
  at,
  label,
  onAdd,
}: {
  at: ListArea & Section
  label: string
  onAdd(rules: OrganisationRules, id: string): OrganisationRules
}) => {
  const visit = useVisit()
  const may = useMayChange(at)
  if (!may) return null
  const add = (): void => {
    const id = crypto.randomUUID()
    visit.edit((rules) => onAdd(rules, id))
    visit.go({ at, entry: id })
  }
  return (
    <Button appearance="primary" icon={<AddRegular />} onClick={add}>
      {label}
    </Button>
  )
}

/** Takes an entry out of the draft, and goes back to the list. Nothing is gone before it is saved. */
export const DeleteEntry = ({
  at,
  onDelete,
}: {
  at: ListArea & Section
  onDelete(rules: OrganisationRules): OrganisationRules
}) => {
  const { t } = useTranslation()
  const visit = useVisit()
  const may = useMayChange(at)
  if (!may) return null
  const remove = (): void => {
    visit.go({ at })
    visit.edit(onDelete)
  }
  return (
    <Button icon={<DeleteRegular />} onClick={remove}>
      {t('admin.delete')}
    </Button>
  )
}
