import type { Transaction } from 'kysely'
import type { Meeting } from '#shared/contract/common.ts'
import type { Invitation, NamedPerson } from '#shared/contract/moderation.ts'
import { ParleyError } from '#shared/errors.ts'
import { type EffectiveOptions, resolveOptions, valuesOf } from '#shared/meeting/effective-options.ts'
import type { OptionsChange } from '#shared/meeting/options.ts'
import { denialOf, type MeetingAction } from '#shared/meeting/permissions.ts'
import type { Role } from '#shared/meeting/roles.ts'
import type { Schema } from '../storage/schema.ts'
import type { MeetingRecord } from './meeting-records.ts'
import { denialFor, type Found, type Meetings } from './meetings.ts'
import type { NamedRole } from './named-people.ts'
import type { By } from './scene.ts'
import type { Visitor } from './standing.ts'
import { storeOptions } from './store-options.ts'

export interface OrganisingOptions {
  meetings: Meetings
  /** Where guests open their links, as in `https://meet.example.org`. */
  webOrigin: () => string
  /** Ends the sessions of whoever came by an invitation. */
  endInvited: (invitationId: string) => Promise<void>
  /** Writes a change of a label down in the transaction that makes it. */
  recordLabel?: (transaction: Transaction<Schema>, labelled: Labelled) => Promise<void>
}

/** A meeting is given another label. */
export interface Labelled {
  readonly record: MeetingRecord
  readonly person: Visitor['person']
  readonly labelId: string
  /** It may be less protected than before. */
  readonly weaker: boolean
}

interface NewLabel {
  labelId: string
  /** Why the meeting may be less protected. */
  justification?: string | undefined
}

interface Organised {
  readonly record: MeetingRecord
  readonly named: ReadonlyMap<string, NamedRole>
  readonly role: Role
  readonly by: By
}

/** What organisers do about a meeting from outside it, before it and while it runs. */
export class Organising {
  readonly #options: OrganisingOptions

  constructor(options: OrganisingOptions) {
    this.#options = options
  }

  /** Throws FORBIDDEN as everything here does for whoever does not organise the meeting. */
  async getOptions(visitor: Visitor, code: string): Promise<EffectiveOptions> {
    return this.#effective(await this.#organised(visitor, code, 'changeOptions'))
  }

  /** Throws what `Scene.requireChoice` does. */
  async setOptions(visitor: Visitor, code: string, change: OptionsChange): Promise<EffectiveOptions> {
    const { meetings } = this.#options
    const { by, ...found } = await this.#organised(visitor, code, 'changeOptions')
    const { record } = found
    meetings.scene(found).requireChoice(change)
    const was = valuesOf(this.#effective(found))
    await storeOptions({ stores: meetings.stores, record, recordAct: meetings.recordAct }, { by, was, change })
    meetings.noteChange()
    meetings.live(record)?.applyOptions(by, change)
    return this.#effective(await meetings.find(visitor, code))
  }

  /**
   * Gives the meeting a label. Throws NOT_FOUND, JUSTIFICATION_MISSING where it is less strict than the one before, or
   * ENCRYPTION_SETTLED where the meeting takes place and would have to be encrypted.
   */
  async setLabel(visitor: Visitor, code: string, { labelId, justification }: NewLabel): Promise<Meeting> {
    const { meetings, recordLabel } = this.#options
    for (;;) {
      const { record, by } = await this.#organised(visitor, code, 'changeOptions')
      const { id: meetingId, tenant, labelId: before } = record
      const { label, weaker } = meetings.rulebook.compareLabel(tenant, before, labelId)
      if (before === labelId) return meetings.get(visitor, code)
      if (weaker && justification === undefined) throw new ParleyError('JUSTIFICATION_MISSING')
      const next = meetings.ruled({ ...record, labelId })
      const { encryption } = valuesOf(resolveOptions(next.rulings.ruleSets, record.choice))
      if (encryption === 'on' && meetings.live(record)?.scene.occurrence?.encrypted === false) {
        throw new ParleyError('ENCRYPTION_SETTLED')
      }
      const entry = await meetings.stores.labels.make({ meetingId, by, before, label, justification }, async (transaction) =>
        recordLabel?.(transaction, { record, person: visitor.person, labelId, weaker }),
      )
      // Somebody else was quicker: what is weaker than their label is to be seen anew.
      if (entry === undefined) continue
      meetings.noteChange()
      meetings.live(record)?.applyLabel(by, meetings.ruled({ ...record, labelId }), entry)
      return meetings.get(visitor, code)
    }
  }

  async getPeople(visitor: Visitor, code: string): Promise<NamedPerson[]> {
    const { record, named } = await this.#organised(visitor, code, 'inviteGuests')
    return this.#describe(record, named)
  }

  /**
   * Throws NOT_FOUND for somebody who is not known in the organisation, and FORBIDDEN for a co-organiser who makes others
   * co-organisers, or them none.
   */
  async setPeople(
    visitor: Visitor,
    code: string,
    people: readonly { personId: string; role: NamedRole }[],
  ): Promise<NamedPerson[]> {
    const { meetings } = this.#options
    const {
      record: { tenant },
    } = await this.#organised(visitor, code, 'inviteGuests')
    const named = new Map(people.map(({ personId, role: given }) => [personId, given]))
    const known = await meetings.stores.people.namesOf(tenant, [...named.keys()])
    // Asked again: meanwhile others may have named people, or the visitor been made less than an organiser.
    const { record, named: before, role, by } = await this.#organised(visitor, code, 'inviteGuests')
    named.delete(record.organiser.id)
    const touched = [...new Set([...before.keys(), ...named.keys()])].some(
      (id) => (before.get(id) === 'coOrganiser') !== (named.get(id) === 'coOrganiser'),
    )
    if (touched && role !== 'organiser') throw new ParleyError('FORBIDDEN', 'role')
    if ([...named.keys()].some((id) => !known.has(id))) throw new ParleyError('NOT_FOUND', 'personId')
    await meetings.stores.transaction(async (stores, transaction) => {
      await stores.named.replace(record.id, named)
      for (const [given, whom] of changedRoles(before, named)) {
        await meetings.recordAct(transaction, { meeting: record, by: by.personId, did: 'name', people: whom, role: given })
      }
    })
    meetings.noteChange()
    meetings.live(record)?.applyNamed(by, named)
    return this.#describe(record, named)
  }

  async listInvitations(visitor: Visitor, code: string): Promise<Invitation[]> {
    const { record } = await this.#organised(visitor, code, 'inviteGuests')
    return this.#options.meetings.stores.invitations.list(record.id)
  }

  /** Throws NAME_INVALID, INVALID_INPUT or LIMIT_REACHED. */
  async invite(
    visitor: Visitor,
    code: string,
    guest: { name: string; expiresAt: number },
  ): Promise<{ invitation: Invitation; link: string }> {
    const { meetings, webOrigin } = this.#options
    const { record, by } = await this.#organised(visitor, code, 'inviteGuests')
    const { invitation, secret } = await meetings.stores.transaction(async ({ invitations }, transaction) => {
      const made = await invitations.create(record.id, guest)
      const invitationId = made.invitation.id
      await meetings.recordAct(transaction, { meeting: record, by: by.personId, did: 'invite', invitationId })
      return made
    })
    const { id, name } = invitation
    meetings.live(record)?.scene.log(by, 'inviteGuests', { targets: [{ id, kind: 'guest', name }] })
    // In the fragment, which browsers keep to themselves: no server's log sees it.
    return { invitation, link: `${webOrigin()}/join/${code}#i=${secret}` }
  }

  /** Throws NOT_FOUND. */
  async withdrawInvitation(visitor: Visitor, code: string, id: string): Promise<void> {
    const { meetings, endInvited } = this.#options
    const { record, by } = await this.#organised(visitor, code, 'inviteGuests')
    await meetings.stores.transaction(async ({ invitations }, transaction) => {
      if (!(await invitations.withdraw(record.id, id))) return
      await meetings.recordAct(transaction, { meeting: record, by: by.personId, did: 'withdrawInvitation', invitationId: id })
    })
    await endInvited(id)
  }

  async #organised(visitor: Visitor, code: string, action: MeetingAction): Promise<Organised> {
    const { meetings } = this.#options
    const found = await meetings.find(visitor, code)
    const { person } = visitor
    const role = meetings.roleIn(visitor, found)
    const denial = denialOf({ id: person.id, role }, action, valuesOf(this.#effective(found)))
    if (denial !== undefined) throw denialFor(visitor, found.record, denial)
    return { ...found, role, by: { personId: person.id, name: person.name } }
  }

  #effective(found: Found): EffectiveOptions {
    return this.#options.meetings.scene(found).effective
  }

  async #describe({ tenant }: MeetingRecord, named: ReadonlyMap<string, NamedRole>): Promise<NamedPerson[]> {
    const names = await this.#options.meetings.stores.people.namesOf(tenant, [...named.keys()])
    return [...named].map(([personId, role]) => ({ personId, name: names.get(personId) ?? '', role }))
  }
}

/** Who has another role than before, by the role that they have now. */
const changedRoles = (
  before: ReadonlyMap<string, NamedRole>,
  now: ReadonlyMap<string, NamedRole>,
): Map<NamedRole | undefined, string[]> => {
  const changed = [...new Set([...before.keys(), ...now.keys()])].filter((id) => before.get(id) !== now.get(id))
  return Map.groupBy(changed, (id) => now.get(id))
}
