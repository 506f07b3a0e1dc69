import type { Transaction } from 'kysely'
import type { RulesRevision, RulesState } from '#shared/contract/admin.ts'
import { ParleyError } from '#shared/errors.ts'
import { type AdminAction, type AdminRole, mayChange, SECTIONS, type Section } from '#shared/policies/admin-roles.ts'
import { changedSections } from '#shared/policies/changes.ts'
import { NO_RULES, type OrganisationRules } from '#shared/policies/rules.ts'
import type { Session } from '../identity/identities.ts'
import type { Database } from '../storage/database.ts'
import type { Schema } from '../storage/schema.ts'
import { type FirstAdministrators, hasGlobalAdministrator, memberOf, requireAction, roleOf } from './administrators.ts'
import type { CurrentRules, Rulebook } from './rulebook.ts'
import { readRules, TenantTables } from './tenant-tables.ts'

/** Somebody who administers their organisation. */
export interface Administrator {
  readonly session: Session
  readonly tables: TenantTables
  readonly person: Session['person']
  readonly role: AdminRole
}

/** Somebody of an organisation, whether they administer it or not. */
type Asker = Omit<Administrator, 'role'> & { readonly role: AdminRole | undefined }

/** A change of the rules that is about to be, for whoever writes it down. */
export interface RulesChange {
  readonly tenant: string
  readonly by: { readonly personId: string; readonly role: AdminRole }
  readonly how: RulesRevision['how']
  readonly revision: number
  readonly before: OrganisationRules
  readonly after: OrganisationRules
}

/** An administrator takes the rules away as a file. */
export interface RulesExport extends Pick<RulesChange, 'tenant' | 'by' | 'revision'> {}

/** An administrator has looked at what is of people. */
export interface PersonalView {
  readonly tenant: string
  readonly by: { readonly personId: string; readonly role: AdminRole }
  readonly what: 'reports' | 'directory'
  /** How many entries they were shown. */
  readonly shown: number
}

export interface RulesOptions {
  database: Database
  rulebook: Rulebook
  /** Those who administer an organisation whatever it rules. */
  firstAdministrators: (tenant: string) => FirstAdministrators
  /** Throws SECOND_FACTOR_STALE where the organisation uses second factors and none was given a short while ago. */
  requireFresh: (session: Session) => void
  /** Writes a change down in the transaction that makes it: where that fails, there is no change. */
  record?: (transaction: Transaction<Schema>, change: RulesChange) => Promise<void>
  /** Writes it down before the rules are handed out as a file. */
  recordExport?: (transaction: Transaction<Schema>, exported: RulesExport) => Promise<void>
  /** Writes it down before it is shown. */
  recordView?: (transaction: Transaction<Schema>, view: PersonalView) => Promise<void>
  now?: () => number
}

/** Changes in the list of them. */
const LISTED = 200

/** What organisations rule: read and changed by their administrators, each organisation by its own. */
export class Rules {
  readonly #options: RulesOptions
  readonly #now: () => number

  constructor(options: RulesOptions) {
    this.#options = options
    this.#now = options.now ?? Date.now
  }

  /** Who asks, and as what. Throws FORBIDDEN for guests. */
  async administrator(session: Session): Promise<Asker> {
    const { tenant, person } = memberOf(session)
    const tables = new TenantTables(this.#options.database, tenant)
    const { rules } = this.#options.rulebook.current(tenant)
    return { session, tables, person, role: await this.#roleOf(tables, rules, person.id) }
  }

  /** Throws FORBIDDEN for everybody whose role is not for this. */
  async administratorFor(session: Session, action: AdminAction): Promise<Administrator> {
    const asker = await this.administrator(session)
    return { ...asker, role: requireAction(asker.role, action) }
  }

  /** Notes what somebody is about to be shown of people. */
  async noteView({ tables, person, role }: Administrator, what: PersonalView['what'], shown: number): Promise<void> {
    const { recordView } = this.#options
    if (recordView === undefined || shown === 0) return
    const { tenant } = tables
    await tables.transaction((_own, transaction) =>
      recordView(transaction, { tenant, by: { personId: person.id, role }, what, shown }),
    )
  }

  /** The rules for a file. Throws FORBIDDEN. */
  async export(session: Session): Promise<RulesState> {
    const { tables, person, role } = await this.administratorFor(session, 'exportRules')
    const { tenant } = tables
    const current = this.#options.rulebook.current(tenant)
    const { revision } = current
    await tables.transaction(async (_own, transaction) =>
      this.#options.recordExport?.(transaction, { tenant, by: { personId: person.id, role }, revision }),
    )
    return stateOf(current)
  }

  async get(session: Session): Promise<RulesState> {
    const { tables } = await this.administratorFor(session, 'readRules')
    return stateOf(this.#options.rulebook.current(tables.tenant))
  }

  /**
   * Saves the rules as a whole. Throws FORBIDDEN with the section that the role may not change, SECOND_FACTOR_STALE, RULES_CONFLICT
   * where `revision` is not the current one, or LAST_ADMINISTRATOR; nothing is changed then.
   */
  save(session: Session, { revision, rules, imported }: { revision: number; rules: OrganisationRules; imported: boolean }) {
    return this.#change(session, revision, imported ? 'imported' : 'saved', async () => rules)
  }

  /** Saves the rules as they were before the last change. Throws as `save` does. */
  undo(session: Session, { revision }: { revision: number }): Promise<RulesState> {
    return this.#change(session, revision, 'undone', (tables) => rulesAt(tables, revision - 1))
  }

  async listRevisions(session: Session): Promise<RulesRevision[]> {
    const { tables } = await this.administratorFor(session, 'readRules')
    const rows = await tables
      .revisions()
      .select(['revision', 'at', 'by_person_id', 'by_name', 'sections', 'how'])
      .orderBy('revision', 'desc')
      .limit(LISTED)
      .execute()
    return rows.map(({ revision, at, by_person_id, by_name, sections, how }) => ({
      revision,
      at,
      by: { personId: by_person_id, name: by_name },
      sections: JSON.parse(sections),
      how,
    }))
  }

  /** Throws NOT_FOUND. */
  async getRevision(session: Session, revision: number): Promise<{ rules: OrganisationRules }> {
    const { tables } = await this.administratorFor(session, 'readRules')
    return { rules: await rulesAt(tables, revision) }
  }

  async #change(
    session: Session,
    revision: number,
    how: RulesRevision['how'],
    wanted: (tables: TenantTables) => Promise<OrganisationRules>,
  ): Promise<RulesState> {
    const { rulebook, requireFresh, record } = this.#options
    const { tables, person, role: asked } = await this.administratorFor(session, 'readRules')
    requireChanging(asked)
    requireFresh(session)
    const { tenant } = tables
    const saved = await tables.transaction(async (own, transaction): Promise<CurrentRules | undefined> => {
      const newest = await own.revisions().select('revision').orderBy('revision', 'desc').limit(1).executeTakeFirst()
      const current = newest?.revision ?? 0
      const before = await rulesAt(own, current)
      // Asked here again: whoever was an administrator a moment ago need not be one in what holds now.
      const role = await this.#roleOf(own, before, person.id)
      requireChanging(role)
      if (revision !== current) throw new ParleyError('RULES_CONFLICT')
      const after = await wanted(own)
      const sections = changedSections(before, after)
      const refused = sections.find((section) => !mayChange(role, section))
      if (refused !== undefined) throw new ParleyError('FORBIDDEN', refused)
      if (sections.length === 0) return undefined
      await this.#requireGlobalAdministrator(own, sections, after)
      const next = current + 1
      const at = this.#now()
      await own.addRevision({
        revision: next,
        at,
        by_person_id: person.id,
        by_name: person.name,
        how,
        sections: JSON.stringify(sections),
        rules: JSON.stringify(after),
      })
      await record?.(transaction, { tenant, by: { personId: person.id, role }, how, revision: next, before, after })
      return { revision: next, rules: after, savedAt: at, savedBy: { personId: person.id, name: person.name } }
    })
    if (saved !== undefined) rulebook.replace(tenant, saved)
    return stateOf(saved ?? rulebook.current(tenant))
  }

  /** Throws LAST_ADMINISTRATOR. */
  async #requireGlobalAdministrator(tables: TenantTables, sections: readonly Section[], after: OrganisationRules): Promise<void> {
    if (!sections.includes('administrators')) return
    if (await hasGlobalAdministrator(tables, after, this.#options.firstAdministrators(tables.tenant))) return
    throw new ParleyError('LAST_ADMINISTRATOR')
  }

  #roleOf(tables: TenantTables, rules: OrganisationRules, personId: string): Promise<AdminRole | undefined> {
    return roleOf(tables, rules, personId, this.#options.firstAdministrators(tables.tenant))
  }
}

/** Throws FORBIDDEN for whoever may not change anything at all. */
function requireChanging(role: AdminRole | undefined): asserts role is AdminRole {
  if (role === undefined || !SECTIONS.some((section) => mayChange(role, section))) throw new ParleyError('FORBIDDEN', 'role')
}

/** The rules as one change left them. Throws NOT_FOUND. */
const rulesAt = async (tables: TenantTables, revision: number): Promise<OrganisationRules> => {
  if (revision === 0) return NO_RULES
  const row = await tables.revisions().select('rules').where('revision', '=', revision).executeTakeFirst()
  if (row === undefined) throw new ParleyError('NOT_FOUND', 'revision')
  return readRules(row.rules)
}

const stateOf = ({ revision, rules, savedAt, savedBy }: CurrentRules): RulesState => ({
  revision,
  rules,
  savedAt,
  savedBy,
  undoable: revision > 0,
})
