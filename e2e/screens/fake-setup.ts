/** What organisers settle before a meeting, in memory: options, named people, invited guests. */
import type { Invitation, NamedPerson } from '#shared/contract/moderation.ts'
import { type ErrorCode, ParleyError } from '#shared/errors.ts'
import { type RuleSet, refusedIn, resolveOptions } from '#shared/meeting/effective-options.ts'
import type { OptionsChange } from '#shared/meeting/options.ts'
import type { ServiceClient } from '../../renderer/platform/platform.ts'
import { SAMPLE_PEOPLE } from './sample-people.ts'

export interface SetupScenario {
  options?: OptionsChange
  /** What the organisation says about the options. */
  rules?: RuleSet[]
  named?: NamedPerson[]
  invitations?: (now: number) => Invitation[]
  /** What asking for any of it is refused with. */
  setupRefusal?: ErrorCode
}

type SetUp = Pick<
  ServiceClient['meetings'],
  'getOptions' | 'setOptions' | 'getPeople' | 'setPeople' | 'listInvitations' | 'invite' | 'withdrawInvitation'
>

export const fakeSetup = (scenario: SetupScenario): SetUp => {
  const rules = scenario.rules ?? []
  let chosen = scenario.options ?? {}
  let named = scenario.named ?? []
  let invitations = scenario.invitations?.(Date.now()) ?? []
  const answer = <T>(value: T): Promise<T> =>
    scenario.setupRefusal === undefined ? Promise.resolve(value) : Promise.reject(new ParleyError(scenario.setupRefusal))
  const nameOf = (id: string): string => SAMPLE_PEOPLE.find((person) => person.id === id)?.name ?? id
  return {
    getOptions: () => answer(resolveOptions(rules, chosen)),
    setOptions: async ({ change }) => {
      if (refusedIn(rules, change, chosen) !== undefined) throw new ParleyError('OPTION_LOCKED')
      chosen = { ...chosen, ...change }
      return resolveOptions(rules, chosen)
    },
    getPeople: () => answer(named),
    setPeople: async ({ people }) => {
      named = people.map((person) => ({ ...person, name: nameOf(person.personId) }))
      return named
    },
    listInvitations: () => answer(invitations),
    invite: async ({ code, name, expiresAt }) => {
      const invitation: Invitation = { id: `made-${invitations.length}`, name, createdAt: Date.now(), expiresAt }
      invitations = [...invitations, invitation]
      return { invitation, link: `https://meet.example.org/join/${code}#i=${'Kq3xW9'.repeat(8).slice(0, 43)}` }
    },
    withdrawInvitation: async ({ id }) => {
      invitations = invitations.map((each) => (each.id === id ? { ...each, withdrawnAt: Date.now() } : each))
    },
  }
}
