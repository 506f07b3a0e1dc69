import type { Report } from '#shared/contract/admin.ts'
import { ParleyError } from '#shared/errors.ts'
import type { TenantTables } from './tenant-tables.ts'

/** Reports of one page. */
const PAGE = 50

/** Messages that were reported in an organisation's meetings, the newest first. Throws NOT_FOUND for a `before` that there is none of. */
export const listReports = async (
  tables: TenantTables,
  { before }: { before?: string | undefined },
): Promise<{ reports: Report[]; more: boolean }> => {
  let page = tables
    .reports()
    .leftJoin('meetings', (join) =>
      join.onRef('meetings.id', '=', 'message_reports.meeting_id').onRef('meetings.tenant', '=', 'message_reports.tenant'),
    )
    .selectAll('message_reports')
    .select('meetings.title')
    .orderBy('message_reports.at', 'desc')
    .orderBy('message_reports.id', 'desc')
    .limit(PAGE + 1)
  if (before !== undefined) {
    const last = await tables.reports().select(['at', 'id']).where('message_reports.id', '=', before).executeTakeFirst()
    if (last === undefined) throw new ParleyError('NOT_FOUND', 'before')
    page = page.where(({ eb, refTuple, tuple }) =>
      eb(refTuple('message_reports.at', 'message_reports.id'), '<', tuple(last.at, last.id)),
    )
  }
  const rows = await page.execute()
  return {
    reports: rows.slice(0, PAGE).map((row) => ({
      id: row.id,
      at: row.at,
      meeting: { id: row.meeting_id, title: row.title ?? '' },
      reporter: { personId: row.reporter_id, name: row.reporter_name },
      author: { personId: row.author_id, name: row.author_name },
      text: row.text,
      heldFor: row.held_for ?? undefined,
    })),
    more: rows.length > PAGE,
  }
}
