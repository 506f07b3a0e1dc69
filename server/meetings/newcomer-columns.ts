import type { NewcomerColumns } from '../storage/schema.ts'
import type { Newcomer } from './standing.ts'

export const columnsOf = ({ sessionId, clientKey, person, standing, verification }: Newcomer): NewcomerColumns => ({
  session_id: sessionId,
  client_key: clientKey,
  person_id: person.id,
  kind: person.kind,
  name: person.name,
  organisation: person.organisation ?? null,
  standing,
  verification,
})

export const newcomerFrom = (row: NewcomerColumns): Newcomer => ({
  sessionId: row.session_id,
  clientKey: row.client_key,
  person: { id: row.person_id, kind: row.kind, name: row.name, organisation: row.organisation ?? undefined },
  standing: row.standing,
  verification: row.verification,
  // Asked of those who come, and they come anew.
  recorded: false,
})
