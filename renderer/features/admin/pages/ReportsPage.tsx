import { Button, Spinner, Text } from '@fluentui/react-components'
import { useCallback, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Report } from '#shared/contract/admin.ts'
import { type ErrorCode, toParleyError } from '#shared/errors.ts'
import { ADMIN_ROLES, mayDo } from '#shared/policies/admin-roles.ts'
import { usePlatform } from '../../../app/services.ts'
import { ErrorCard } from '../../../ui/ErrorCard.tsx'
import { useFormat } from '../../../ui/use-format.ts'
import { useMayDo } from '../admin-context.ts'
import { AdminPage } from '../parts/AdminPage.tsx'
import { AdminTable } from '../parts/AdminTable.tsx'
import { Card } from '../parts/Card.tsx'

interface Loaded {
  reports: readonly Report[]
  more: boolean
}

const Reports = () => {
  const { t } = useTranslation()
  const format = useFormat()
  const { service } = usePlatform()
  const [loaded, setLoaded] = useState<Loaded>()
  const [loading, setLoading] = useState(true)
  const [refusal, setRefusal] = useState<ErrorCode>()

  /** `after`: what is shown already. */
  const load = useCallback(
    async (after: readonly Report[]): Promise<void> => {
      setLoading(true)
      setRefusal(undefined)
      const before = after.at(-1)?.id
      try {
        const page = await service.admin.listReports(before === undefined ? {} : { before })
        setLoaded({ reports: [...after, ...page.reports], more: page.more })
      } catch (error) {
        setRefusal(toParleyError(error).code)
      } finally {
        setLoading(false)
      }
    },
    [service],
  )
  useEffect(() => void load([]), [load])

  const reports = loaded?.reports ?? []
  return (
    <>
      {refusal === undefined ? null : (
        <ErrorCard code={refusal}>
          <Button onClick={() => void load(reports)}>{t('common.retry')}</Button>
        </ErrorCard>
      )}
      {loaded === undefined ? null : (
        <AdminTable
          label={t('admin.area.reports')}
          nameTitle={t('admin.reports.meeting')}
          rows={reports}
          keyOf={({ id }) => id}
          nameOf={({ meeting }) => meeting.title}
          textOf={({ text, author, reporter }) => `${text} ${author.name} ${reporter.name}`}
          columns={[
            { title: t('admin.reports.text'), cell: ({ text }) => text },
            {
              title: t('admin.reports.author'),
              cell: ({ author, heldFor }) =>
                heldFor === undefined
                  ? author.name
                  : `${author.name} (${t('admin.reports.heldFor', { objection: t(`chat.objection.${heldFor}`) })})`,
            },
            { title: t('admin.reports.reporter'), cell: ({ reporter }) => reporter.name },
            { title: t('admin.reports.at'), cell: ({ at }) => `${format.date(at)}, ${format.time(at)}` },
          ]}
          empty={t('admin.reports.empty')}
        />
      )}
      {loading ? <Spinner label={t('common.loading')} /> : null}
      {!loading && loaded?.more === true ? (
        <div>
          <Button onClick={() => void load(reports)}>{t('admin.reports.more')}</Button>
        </div>
      ) : null}
    </>
  )
}

/** Messages that people reported to their organisation. */
export const ReportsPage = () => {
  const { t } = useTranslation()
  const format = useFormat()
  const may = useMayDo('readReports')
  const others = ADMIN_ROLES.filter((role) => mayDo(role, 'readReports')).map((role) => t(`admin.roles.${role}`))
  return (
    <AdminPage title={t('admin.area.reports')} note={t('admin.reports.note')}>
      {may ? (
        <Reports />
      ) : (
        <Card>
          <Text>{t('admin.notForRole', { others: format.list(others) })}</Text>
        </Card>
      )}
    </AdminPage>
  )
}
