/** The admin centre's half of the service, in memory: rules with their history, people, reports. */
import type { DirectoryPerson, Report, RulesRevision, RulesState } from '#shared/contract/admin.ts'
import { ParleyError } from '#shared/errors.ts'
import { type AdminRole, mayChange } from '#shared/policies/admin-roles.ts'
import { changedSections } from '#shared/policies/changes.ts'
import { OrganisationRules } from '#shared/policies/rules.ts'
import type { ServiceClient } from '../../../platform/platform.ts'
import { type AuditScenario, fakeAudit } from './fake-audit.ts'

export interface AdminScenario {
  rules: OrganisationRules
  /** Of whoever is signed in; none for undefined. */
  role?: AdminRole | undefined
  people?: readonly DirectoryPerson[]
  reports?: readonly Report[]
  audit?: AuditScenario
  /** Changes that were saved before, the oldest first. */
  before?: readonly OrganisationRules[]
  /** ms since 1970. */
  now?: number
}

const MINUTE = 60_000
const REPORTS_AT_ONCE = 25
const ADA = { personId: 'ada', name: 'Ada Moreau' }
const BO = { personId: 'bo', name: 'Bo Lindqvist' }

const person = (id: string, name: string, ...claimedGroups: string[]): DirectoryPerson => ({
  id,
  name,
  email: `${id}@northwind.example`,
  claimedGroups,
  licence: 'standard',
})
export const DIRECTORY: readonly DirectoryPerson[] = [
  person('ada', 'Ada Moreau'),
  person('bo', 'Bo Lindqvist', 'sales'),
  person('chen', 'Chen Wei', 'staff'),
  person('dara', 'Dara Okafor', 'staff', 'sales'),
  person('eli', 'Eli Novak'),
]

interface Saved {
  rules: OrganisationRules
  by: RulesRevision['by']
  how: RulesRevision['how']
}

export class FakeAdminService {
  /** By revision, from 0. */
  readonly #history: Saved[]
  /** What every saving is refused with. */
  refusal: ParleyError | undefined
  /** A second factor has to be given anew. */
  stale = false
  readonly lookups: string[][] = []
  readonly client: ServiceClient['admin']
  readonly #now: number

  constructor(scenario: AdminScenario) {
    const { rules, people = DIRECTORY, reports = [], before = [], now = 0, audit } = scenario
    const role = 'role' in scenario ? scenario.role : 'globalAdministrator'
    this.#now = now
    // The rules that were there first, and those of the scenario as the last change.
    const versions = before.length > 0 ? [...before, rules] : [rules, rules]
    this.#history = versions.map((version) => ({ rules: version, by: ADA, how: 'saved' }))

    this.client = {
      me: async () => (role === undefined ? {} : { role, moderator: 'bundled' }),
      getRules: async () => this.#state(),
      saveRules: async ({ revision, rules: given, imported = false }) => {
        const wanted = OrganisationRules.parse(given)
        this.#checkChange(revision)
        for (const section of changedSections(this.rules, wanted)) {
          if (role === undefined || !mayChange(role, section)) throw new ParleyError('FORBIDDEN', section)
        }
        this.#history.push({ rules: wanted, by: ADA, how: imported ? 'imported' : 'saved' })
        return this.#state()
      },
      exportRules: async () => this.#state(),
      undoRules: async ({ revision }) => {
        this.#checkChange(revision)
        const earlier = this.#history.at(-2)
        if (earlier === undefined) throw new ParleyError('WRONG_STATE')
        this.#history.push({ rules: earlier.rules, by: ADA, how: 'undone' })
        return this.#state()
      },
      listRevisions: async () =>
        this.#history
          .map(
            ({ rules: version, by, how }, revision): RulesRevision => ({
              revision,
              at: this.#timeOf(revision),
              by,
              how,
              sections: changedSections(this.#history[revision - 1]?.rules ?? version, version),
            }),
          )
          .slice(1)
          .reverse(),
      getRevision: async ({ revision }) => {
        const found = this.#history[Number(revision)]
        if (found === undefined) throw new ParleyError('NOT_FOUND')
        return { rules: found.rules }
      },
      searchPeople: async ({ query, ids }) => {
        if (ids !== undefined) {
          this.lookups.push([...ids])
          return people.filter(({ id }) => ids.includes(id))
        }
        const wanted = query.trim().toLowerCase()
        return people.filter(({ name, email = '' }) => `${name} ${email}`.toLowerCase().includes(wanted))
      },
      listReports: async ({ before: from }) => {
        const first = from === undefined ? 0 : reports.findIndex(({ id }) => id === from) + 1
        const page = reports.slice(first, first + REPORTS_AT_ONCE)
        return { reports: page, more: first + page.length < reports.length }
      },
      ...fakeAudit(audit),
    }
  }

  get rules(): OrganisationRules {
    return this.#state().rules
  }

  get revision(): number {
    return this.#history.length - 1
  }

  saveAsSomebodyElse(rules: OrganisationRules): void {
    this.#history.push({ rules, by: BO, how: 'saved' })
  }

  #checkChange(revision: number): void {
    if (this.stale) throw new ParleyError('SECOND_FACTOR_STALE')
    if (revision !== this.revision) throw new ParleyError('RULES_CONFLICT')
    if (this.refusal !== undefined) throw this.refusal
  }

  #timeOf(revision: number): number {
    return this.#now - (this.revision - revision + 1) * 47 * MINUTE
  }

  #state(): RulesState {
    const last = this.#history.at(-1)
    if (last === undefined) throw new ParleyError('INTERNAL')
    return {
      revision: this.revision,
      rules: last.rules,
      savedAt: this.#timeOf(this.revision),
      savedBy: last.by,
      undoable: this.revision > 0,
    }
  }
}
