import type { Transaction } from 'kysely'
import { PeopleRecords } from '../identity/people-records.ts'
import type { Database } from '../storage/database.ts'
import type { Schema } from '../storage/schema.ts'
import { Invitations } from './invitations.ts'
import { LabelChanges } from './label-changes.ts'
import { MeetingRecords } from './meeting-records.ts'
import { ModerationRecords } from './moderation-records.ts'
import { NamedPeople } from './named-people.ts'
import { OccurrenceRecords } from './occurrence-records.ts'
import { WaitRecords } from './wait-records.ts'

/** Work on the stores as they are in one transaction. */
export type Writing<T> = (stores: MeetingStores, transaction: Transaction<Schema>) => Promise<T>

/** All that the database holds of meetings. */
export interface MeetingStores {
  readonly meetings: MeetingRecords
  readonly labels: LabelChanges
  readonly occurrences: OccurrenceRecords
  readonly moderation: ModerationRecords
  readonly waits: WaitRecords
  readonly named: NamedPeople
  readonly invitations: Invitations
  readonly people: PeopleRecords
  /** Does all of `work` or nothing of it. */
  transaction<T>(work: Writing<T>): Promise<T>
}

export const openMeetingStores = (database: Database, now: () => number = Date.now): MeetingStores => ({
  meetings: new MeetingRecords(database, now),
  labels: new LabelChanges(database, now),
  occurrences: new OccurrenceRecords(database, now),
  moderation: new ModerationRecords(database),
  waits: new WaitRecords(database),
  named: new NamedPeople(database),
  invitations: new Invitations(database, now),
  people: new PeopleRecords(database),
  transaction: (work) => database.transaction().execute((transaction) => work(openMeetingStores(transaction, now), transaction)),
})
