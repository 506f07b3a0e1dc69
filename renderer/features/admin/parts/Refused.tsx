import { Text } from '@fluentui/react-components'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { ErrorCard } from '../../../ui/ErrorCard.tsx'
import { useAdmin } from '../admin-context.ts'
import { isSection } from '../admin-visit.ts'
import { Card } from './Card.tsx'

/** What the service refused last, and about which section; nothing where it refused nothing. */
export const Refused = ({ children }: { children?: ReactNode }) => {
  const { t } = useTranslation()
  const refusal = useAdmin((state) => state.refusal)
  if (refusal === undefined) return null
  const { code, detail } = refusal
  return (
    <Card>
      <ErrorCard code={code}>{children}</ErrorCard>
      {isSection(detail) ? <Text>{t('admin.refusedSection', { section: t(`admin.area.${detail}`) })}</Text> : null}
    </Card>
  )
}
