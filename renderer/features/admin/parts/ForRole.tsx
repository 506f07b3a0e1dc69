import { Text } from '@fluentui/react-components'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { ADMIN_ROLES, type AdminAction, mayDo } from '#shared/policies/admin-roles.ts'
import { useFormat } from '../../../ui/use-format.ts'
import { useMayDo } from '../admin-context.ts'
import { Card } from './Card.tsx'

interface Props {
  action: AdminAction
  /** Of what is for others. */
  title?: string
  children: ReactNode
}

/** For roles that may do something; whose role may not reads whose may. */
export const ForRole = ({ action, title, children }: Props) => {
  const { t } = useTranslation()
  const format = useFormat()
  if (useMayDo(action)) return children
  const others = ADMIN_ROLES.filter((role) => mayDo(role, action)).map((role) => t(`admin.roles.${role}`))
  return (
    <Card {...(title === undefined ? {} : { title })}>
      <Text>{t('admin.notForRole', { others: format.list(others) })}</Text>
    </Card>
  )
}
