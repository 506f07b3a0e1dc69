/** The audit log's half of the service, in memory. */
import type { AuditFilter, AuditRecord, NewAuditRecord } from '#shared/audit/record.ts'
import type { AuditPerson } from '#shared/contract/admin.ts'
import type { ParleyError } from '#shared/errors.ts'
import type { ServiceClient } from '../../../platform/platform.ts'

export interface AuditScenario {
  /** The oldest first. */
  records: readonly AuditRecord[]
  people?: readonly AuditPerson[]
  /** What the next look is refused with. */
  refusal?: ParleyError | undefined
  /** Settles before a piece of an export is given. */
  piece?: () => Promise<void>
  /** Records in a piece. */
  pieceSize?: number
  /** Every filter that was looked with. */
  asked?: AuditFilter[]
}

/** Records as the service would keep them, one a minute, the last at `now`. */
export const recorded = (records: readonly NewAuditRecord[], now: number): AuditRecord[] =>
  records.map(({ detail = {}, outcome = { kind: 'done' }, ...rest }, at) => ({
    ...rest,
    detail,
    outcome,
    sequence: at + 1,
    at: now - (records.length - 1 - at) * 60_000,
    hash: hashOf(at + 1),
    previous: hashOf(at),
  }))

/** As long as one, and always the same. */
const hashOf = (number: number): string => `${number}-`.padEnd(43, 'q8Jx0vR2mZt7LkYwB4Hs9Nf1Cd6Pg3Ua5Ei')

const fits = (
  { at, act, actor, subject, outcome }: AuditRecord,
  filter: AuditFilter,
  people: readonly AuditPerson[],
): boolean => {
  const isId = (wanted: string | undefined, id: string | undefined): boolean =>
    wanted === undefined || wanted === id || people.some((each) => each.id === wanted && each.pseudonym === id)
  return (
    (filter.from === undefined || at >= filter.from) &&
    (filter.until === undefined || at < filter.until) &&
    (filter.acts === undefined || filter.acts.includes(act)) &&
    isId(filter.actor, actor.kind === 'service' ? undefined : actor.id) &&
    isId(filter.subject, subject?.id) &&
    (filter.subjectKind === undefined || filter.subjectKind === subject?.kind) &&
    (filter.outcome === undefined || filter.outcome === outcome.kind)
  )
}

export const fakeAudit = (
  scenario: AuditScenario = { records: [] },
): Pick<ServiceClient['admin'], 'searchAudit' | 'exportAudit'> => {
  const { records, people = [], pieceSize = 100 } = scenario
  return {
    searchAudit: async ({ filter, page: { before = Number.MAX_SAFE_INTEGER, limit } }) => {
      scenario.asked?.push(filter)
      const { refusal } = scenario
      scenario.refusal = undefined
      if (refusal !== undefined) throw refusal
      const found = records.filter((record) => record.sequence < before && fits(record, filter, people)).reverse()
      return { records: found.slice(0, limit), people: [...people], more: found.length > limit }
    },
    exportAudit: async ({ filter, format, after = 0 }) => {
      await scenario.piece?.()
      const found = records.filter((record) => record.sequence > after && fits(record, filter, people))
      const piece = found.slice(0, pieceSize)
      const lines = piece.map((record) =>
        format === 'csv' ? `${record.sequence},${record.act}\r\n` : `${JSON.stringify(record)}\n`,
      )
      const last = piece.at(-1)
      return {
        text: `${format === 'csv' && after === 0 ? 'sequence,act\r\n' : ''}${lines.join('')}`,
        ...(found.length > piece.length && last !== undefined ? { next: last.sequence } : {}),
      }
    },
  }
}
