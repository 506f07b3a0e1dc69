/** The file that an export of the audit log becomes: pure. */
import type { AuditFilter } from '#shared/audit/record.ts'
import type { ExportFormat } from '#shared/contract/admin.ts'
import { isAnything } from './audit-question.ts'

/** Local date and time, as in `2026-05-12-0941`. */
const stamp = (at: number): string => {
  const time = new Date(at)
  const two = (value: number): string => String(value).padStart(2, '0')
  const date = [time.getFullYear(), two(time.getMonth() + 1), two(time.getDate())].join('-')
  return `${date}-${two(time.getHours())}${two(time.getMinutes())}`
}

/** Says whether it is all of the log, since nobody sees it from the file. */
export const exportName = (filter: AuditFilter, format: ExportFormat, at: number): string =>
  `parley-audit-log-${isAnything(filter) ? 'all' : 'part'}-${stamp(at)}.${format}`

/** Records in a piece: one in each line, below the first line of a CSV file, which names the columns. */
export const recordsIn = (text: string, format: ExportFormat, isFirst: boolean): number => {
  const lines = text.split('\n').length - 1
  return format === 'csv' && isFirst && lines > 0 ? lines - 1 : lines
}
