import type { Invitation, NamedPerson } from '#shared/contract/moderation.ts'
import { ParleyError } from '#shared/errors.ts'
import { type EffectiveOptions, refusedIn, resolveOptions, valuesOf } from '#shared/meeting/effective-options.ts'
import type { OptionsChange } from '#shared/meeting/options.ts'
import { denialOf, type MeetingAction } from '#shared/meeting/permissions.ts'
import type { Role } from '#shared/meeting/roles.ts'
import type { MeetingRecord } from './meeting-records.ts'
import type { Meetings } from './meetings.ts'
import type { NamedRole } from './named-people.ts'
import type { By } from './scene.ts'
import type { Visitor } from './standing.ts'

export interface OrganisingOptions {
  meetings: Meetings
  /** Where guests open their links, as in `https://meet.example.org`. */
  webOrigin: () => string
  /** Ends the sessions of whoever came by an invitation. */
  endInvited: (invitationId: string) => Promise<void>
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
    return this.#effective((await this.#organised(visitor, code, 'changeOptions')).record)
  }

  /** Throws OPTION_LOCKED. */
  async setOptions(visitor: Visitor, code: string, change: OptionsChange): Promise<EffectiveOptions> {
    const { meetings } = this.#options
    const { record, by } = await this.#organised(visitor, code, 'changeOptions')
    const refused = refusedIn(meetings.ruleSetsOf(record), change)
    if (refused !== undefined) throw new ParleyError('OPTION_LOCKED', refused)
    await meetings.stores.meetings.changeOptions(record.id, change)
    meetings.noteChange()
    meetings.live(record)?.applyOptions(by, change)
    return this.#effective((await meetings.find(visitor, code)).record)
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
    await meetings.stores.named.replace(record.id, named)
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
    const { invitation, secret } = await meetings.stores.invitations.create(record.id, guest)
    const { id, name } = invitation
    meetings.live(record)?.scene.log(by, 'inviteGuests', { targets: [{ id, kind: 'guest', name }] })
    // In the fragment, which browsers keep to themselves: no server's log sees it.
    return { invitation, link: `${webOrigin()}/join/${code}#i=${secret}` }
  }

  /** Throws NOT_FOUND. */
  async withdrawInvitation(visitor: Visitor, code: string, id: string): Promise<void> {
    const { meetings, endInvited } = this.#options
    const { record } = await this.#organised(visitor, code, 'inviteGuests')
    await meetings.stores.invitations.withdraw(record.id, id)
    await endInvited(id)
  }

  async #organised(visitor: Visitor, code: string, action: MeetingAction): Promise<Organised> {
    const { meetings } = this.#options
    const found = await meetings.find(visitor, code)
    const { person } = visitor
    const role = meetings.roleIn(visitor, found)
    const denial = denialOf({ id: person.id, role }, action, valuesOf(this.#effective(found.record)))
    if (denial !== undefined) throw new ParleyError('FORBIDDEN', denial)
    return { ...found, role, by: { personId: person.id, name: person.name } }
  }

  #effective(record: MeetingRecord): EffectiveOptions {
    return resolveOptions(this.#options.meetings.ruleSetsOf(record), record.choice)
  }

  async #describe({ tenant }: MeetingRecord, named: ReadonlyMap<string, NamedRole>): Promise<NamedPerson[]> {
    const names = await this.#options.meetings.stores.people.namesOf(tenant, [...named.keys()])
    return [...named].map(([personId, role]) => ({ personId, name: names.get(personId) ?? '', role }))
  }
}
