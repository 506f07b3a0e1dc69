/**
 * The one way to what is an organisation's own: its rules, people and reports. Whoever holds this for one organisation can neither
 * find nor change anything of another, whatever ids they ask for. The organisation is the session's, and no request names one.
 */
import type { Transaction } from 'kysely'
import type { OrganisationRules } from '#shared/policies/rules.ts'
import { OrganisationRules as OrganisationRulesSchema } from '#shared/policies/rules.ts'
import type { Database } from '../storage/database.ts'
import type { Schema } from '../storage/schema.ts'
import type { RulesRevisionRow } from './policies-schema.ts'

export const readRules = (json: string): OrganisationRules => OrganisationRulesSchema.parse(JSON.parse(json))

export class TenantTables {
  readonly tenant: string
  readonly #database: Database

  constructor(database: Database, tenant: string) {
    this.#database = database
    this.tenant = tenant
  }

  /** Does all of `work` or nothing of it. */
  transaction<T>(work: (tables: TenantTables, transaction: Transaction<Schema>) => Promise<T>): Promise<T> {
    return this.#database.transaction().execute((transaction) => work(new TenantTables(transaction, this.tenant), transaction))
  }

  revisions() {
    return this.#database.selectFrom('rules_revisions').where('rules_revisions.tenant', '=', this.tenant)
  }

  async addRevision(row: Omit<RulesRevisionRow, 'tenant'>): Promise<void> {
    await this.#database
      .insertInto('rules_revisions')
      .values({ ...row, tenant: this.tenant })
      .execute()
  }

  people() {
    return this.#database.selectFrom('people').where('people.tenant', '=', this.tenant)
  }

  reports() {
    return this.#database.selectFrom('message_reports').where('message_reports.tenant', '=', this.tenant)
  }

  meetings() {
    return this.#database.selectFrom('meetings').where('meetings.tenant', '=', this.tenant)
  }
}

/** What all organisations rule, by their ids: for the service itself, when it starts. */
export const currentRevisions = (database: Database): Promise<RulesRevisionRow[]> =>
  database
    .selectFrom('rules_revisions')
    .selectAll()
    .where(({ eb }) =>
      eb('revision', '=', (nested) =>
        nested
          .selectFrom('rules_revisions as newer')
          .select(({ fn }) => fn.max('newer.revision').as('newest'))
          .whereRef('newer.tenant', '=', 'rules_revisions.tenant'),
      ),
    )
    .execute()

/** Everybody of whom a provider claims groups. */
export const claimedGroups = (database: Database): Promise<{ tenant: string; id: string; claimed_groups: string }[]> =>
  database.selectFrom('people').select(['tenant', 'id', 'claimed_groups']).where('claimed_groups', '!=', '[]').execute()
