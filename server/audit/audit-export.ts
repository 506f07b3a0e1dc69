/** The log as files that others read: JSON Lines and CSV, a piece at a time. */
import type { AuditFilter } from '#shared/audit/record.ts'
import type { ExportFormat } from '#shared/contract/admin.ts'
import type { Database } from '../storage/database.ts'
import { type AuditRecordRow, RECORD_COLUMNS } from './audit-schema.ts'
import { hashOf } from './sealing.ts'
import { matching } from './search.ts'

/** Records of one piece, and characters after which it is full: the change of a record can be large. */
export const PIECE = { records: 5_000, characters: 4_000_000 }

/** Records that are read at a time. */
const PAGE = 100

/** What is exported: all that the hash is over, and the hash. The seal is the service's own. */
const COLUMNS = RECORD_COLUMNS.filter((column) => column !== 'seal')
type ExportedRow = Omit<AuditRecordRow, 'seal'>

/** What a spreadsheet would take for a formula (OWASP, CSV injection). */
const FORMULA = /^[=+\-@\t\r]/

const csvField = (value: string | number | null): string => {
  const text = value === null ? '' : String(value)
  const harmless = typeof value === 'string' && FORMULA.test(text) ? `'${text}` : text
  return /[",\r\n']/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless
}

const csvLine = (values: readonly (string | number | null)[]): string => `${values.map(csvField).join(',')}\r\n`

const LINE: Record<ExportFormat, (row: ExportedRow) => string> = {
  jsonl: (row) => `${JSON.stringify(Object.fromEntries(COLUMNS.map((column) => [column, row[column]])))}\n`,
  csv: (row) => csvLine(COLUMNS.map((column) => row[column])),
}

export interface ExportPiece {
  text: string
  records: number
  /** The number of the last record in it, where there are more. */
  next: number | undefined
}

/** The records after one of that number, or from the first on: the oldest first, as many as go into one piece. */
export const exportPiece = async (
  database: Database,
  tenant: string,
  filter: AuditFilter,
  format: ExportFormat,
  after = 0,
  full = PIECE,
): Promise<ExportPiece> => {
  const query = (await matching(database, tenant, filter)).select(COLUMNS).orderBy('sequence').limit(PAGE)
  const piece: ExportPiece = { text: format === 'csv' && after === 0 ? csvLine(COLUMNS) : '', records: 0, next: after }
  while (piece.next !== undefined && piece.records < full.records && piece.text.length < full.characters) {
    const rows = await query.where('sequence', '>', piece.next).execute()
    piece.text += rows.map(LINE[format]).join('')
    piece.records += rows.length
    piece.next = rows.length < PAGE ? undefined : rows.at(-1)?.sequence
  }
  return piece
}

export interface ExportCheck {
  records: number
  /** Lines (from 1) that are not a record as it was exported, or do not follow the line before. */
  wrong: { line: number; because: 'unreadable' | 'changed' | 'unlinked' | 'order' }[]
}

/**
 * Whether the lines of a JSON Lines export are as they were exported: each by its hash, and each that comes right after another by
 * the hash before. It takes no key, so it does not tell who wrote them: compare the last hash with the log, or with a checkpoint.
 */
export const checkExport = async (lines: AsyncIterable<string> | Iterable<string>): Promise<ExportCheck> => {
  const check: ExportCheck = { records: 0, wrong: [] }
  let before: ExportedRow | undefined
  let line = 0
  for await (const text of lines) {
    line += 1
    const row = readLine(text)
    const because = row === undefined ? 'unreadable' : whatIsWrong(text, row, before)
    if (because !== undefined) check.wrong.push({ line, because })
    if (row !== undefined) check.records += 1
    before = row
  }
  return check
}

const readLine = (text: string): ExportedRow | undefined => {
  try {
    const row: unknown = JSON.parse(text)
    return typeof row === 'object' && row !== null ? (row as ExportedRow) : undefined
  } catch {
    return undefined
  }
}

const whatIsWrong = (
  text: string,
  row: ExportedRow,
  before: ExportedRow | undefined,
): 'changed' | 'unlinked' | 'order' | undefined => {
  // Letter for letter: a member more would not be hashed.
  if (`${text.trimEnd()}\n` !== LINE.jsonl(row)) return 'changed'
  if (hashOf(row) !== row.hash) return 'changed'
  if (before === undefined) return undefined
  if (row.sequence <= before.sequence) return 'order'
  return row.sequence === before.sequence + 1 && row.previous !== before.hash ? 'unlinked' : undefined
}
