import { type MeetingOptions, OPTION_NAMES, type OptionsChange } from '#shared/meeting/options.ts'
import type { RecordAct } from './acts.ts'
import type { MeetingRecord } from './meeting-records.ts'
import type { MeetingStores } from './meeting-stores.ts'

interface Place {
  readonly stores: MeetingStores
  readonly record: MeetingRecord
  readonly recordAct: RecordAct
}

/** Keeps what an organiser chose of a meeting's options, and writes down who it was and what held before. */
export const storeOptions = (
  { stores, record, recordAct }: Place,
  { by, was, change }: { by: { personId: string }; was: MeetingOptions; change: OptionsChange },
): Promise<void> =>
  stores.transaction(async ({ meetings }, transaction) => {
    await meetings.changeOptions(record.id, change)
    const before = Object.fromEntries(OPTION_NAMES.filter((name) => change[name] !== undefined).map((name) => [name, was[name]]))
    await recordAct(transaction, { meeting: record, by: by.personId, did: 'changeOptions', before, after: change })
  })
