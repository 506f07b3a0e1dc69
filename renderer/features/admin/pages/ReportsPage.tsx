import { useCallback } from 'react'
import { useTranslation } from 'react-i18next'
import type { Report } from '#shared/contract/admin.ts'
import { usePlatform } from '../../../app/services.ts'
import { useFormat } from '../../../ui/use-format.ts'
import { AdminPage } from '../parts/AdminPage.tsx'
import { AdminTable } from '../parts/AdminTable.tsx'
import { ForRole } from '../parts/ForRole.tsx'
import { PagesEnd } from '../parts/PagesEnd.tsx'
import { usePages } from '../parts/use-pages.ts'

const Reports = () => {
  const { t } = useTranslation()
  const format = useFormat()
  const { service } = usePlatform()
  const pages = usePages(
    useCallback(
      async (after: readonly Report[]) => {
        const before = after.at(-1)?.id
        const { reports, more } = await service.admin.listReports(before === undefined ? {} : { before })
        return { items: reports, more }
      },
      [service],
    ),
  )
  return (
    <>
      {pages.items === undefined ? null : (
        <AdminTable
          label={t('admin.area.reports')}
          nameTitle={t('admin.reports.meeting')}
          rows={pages.items}
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
            { title: t('admin.reports.at'), tight: true, cell: ({ at }) => `${format.date(at)}, ${format.time(at)}` },
          ]}
          empty={t('admin.reports.empty')}
        />
      )}
      <PagesEnd pages={pages} more={t('admin.reports.more')} end={t('admin.reports.end')} />
    </>
  )
}

/** Messages that people reported to their organisation. */
export const ReportsPage = () => {
  const { t } = useTranslation()
  return (
    <AdminPage title={t('admin.area.reports')} note={t('admin.reports.note')}>
      <ForRole action="readReports">
        <Reports />
      </ForRole>
    </AdminPage>
  )
}
