import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { ParleyError } from '#shared/errors.ts'
import { ADMIN_ROLES, type AdminRole, mayChange, SECTIONS, type Section } from '#shared/policies/admin-roles.ts'
import { NO_RULES, type OrganisationRules } from '#shared/policies/rules.ts'
import { sampleRules } from '#shared/policies/testing/sample-rules.ts'
import { AuditLog } from '../audit/audit-log.ts'
import type { Session } from '../identity/identities.ts'
import { PeopleRecords } from '../identity/people-records.ts'
import { ServiceSecret } from '../identity/service-secret.ts'
import { type Database, openDatabase } from '../storage/database.ts'
import { type FirstAdministrators, NOBODY_FIRST } from './administrators.ts'
import { auditedRules } from './audited.ts'
import { Rulebook } from './rulebook.ts'
import { Rules, type RulesOptions } from './rules.ts'

let database: Database
let rulebook: Rulebook
let first: FirstAdministrators
let isFresh: boolean
let rules: Rules

const open = (more: Partial<RulesOptions> = {}): Rules =>
  new Rules({
    database,
    rulebook,
    firstAdministrators: (tenant) => (tenant === 'northwind' ? first : NOBODY_FIRST),
    requireFresh: () => {
      if (!isFresh) throw new ParleyError('SECOND_FACTOR_STALE')
    },
    now: () => 1_000,
    ...more,
  })

beforeEach(async () => {
  database = await openDatabase(':memory:')
  const people = new PeopleRecords(database)
  for (const id of ['ada', 'bo', 'chen', 'dara', 'eli']) {
    await people.note({ id, tenant: 'northwind', name: id, email: `${id}@northwind.example` })
  }
  await people.note({ id: 'zoe', tenant: 'contrail', name: 'zoe', email: 'ada@northwind.example' })
  rulebook = await Rulebook.load(database)
  first = { emails: [], personIds: ['ada'] }
  isFresh = true
  rules = open()
})
afterEach(() => database.destroy())

const session = (id: string, tenant: string | null = 'northwind'): Session => ({
  id: `session-${id}`,
  person: { id, kind: tenant === null ? 'guest' : 'member', name: id },
  tenant: tenant ?? undefined,
  meetingId: undefined,
  invitationId: undefined,
  keyThumbprint: '',
  secondFactorAt: undefined,
  expiresAt: Number.POSITIVE_INFINITY,
  endedAt: undefined,
})
const ada = session('ada')

const save = (who: Session, revision: number, document: OrganisationRules, imported = false) =>
  rules.save(who, { revision, rules: document, imported })

/** Something else in one section. */
const CHANGED: Record<Section, (rules: OrganisationRules) => OrganisationRules> = {
  encryption: (before) => ({ ...before, encryption: { ...before.encryption, default: 'usersCanEnable' } }),
  meetings: (before) => ({ ...before, meetings: { ...before.meetings, default: { options: {} } } }),
  templates: (before) => ({ ...before, templates: [] }),
  labels: (before) => ({ ...before, labels: { list: [] } }),
  licences: (before) => ({ ...before, licences: { ...before.licences, default: 'premium' } }),
  groups: (before) => ({ ...before, groups: before.groups.map((group) => ({ ...group, members: ['dara'] })) }),
  administrators: (before) => ({ ...before, administrators: [...before.administrators, { personId: 'eli', role: 'reader' }] }),
  recordings: (before) => ({ ...before, recordings: { ...before.recordings, keptDays: 7 } }),
  settings: (before) => ({ ...before, settings: { ...before.settings, defaultLanguage: 'de' } }),
}

const ROLE_OF: Record<string, AdminRole | undefined> = {
  ada: 'globalAdministrator',
  bo: 'meetingAdministrator',
  chen: 'complianceOfficer',
  dara: 'reader',
  eli: undefined,
}
const withRoles = (): OrganisationRules => ({
  ...sampleRules(),
  administrators: Object.entries(ROLE_OF).flatMap(([personId, role]) => (role === undefined ? [] : [{ personId, role }])),
})

describe('who administers', () => {
  test('nothing is ruled at first, and the first administrators are those of the configuration', async () => {
    expect(await rules.get(ada)).toEqual({ revision: 0, rules: NO_RULES, undoable: false })
    await expect(rules.get(session('bo'))).rejects.toMatchObject({ code: 'FORBIDDEN' })
  })

  test('is named by address too, in large letters or small, of the same organisation alone', async () => {
    first = { emails: ['ada@northwind.example'], personIds: [] }
    expect((await rules.administrator(ada)).role).toBe('globalAdministrator')
    await new PeopleRecords(database).note({ id: 'ada', tenant: 'northwind', name: 'ada', email: 'ADA@Northwind.example' })
    expect((await rules.administrator(ada)).role).toBe('globalAdministrator')
    expect((await rules.administrator(session('zoe', 'contrail'))).role).toBeUndefined()
  })

  test('is not by an address that the provider itself does not vouch for', async () => {
    first = { emails: ['eli@northwind.example'], personIds: [] }
    const eli = { id: 'eli', tenant: 'northwind', name: 'eli', email: 'eli@northwind.example' }
    await new PeopleRecords(database).note({ ...eli, emailDoubtful: true })
    expect((await rules.administrator(session('eli'))).role).toBeUndefined()
  })

  test('is no guest', async () => {
    await expect(rules.administrator(session('gus', null))).rejects.toMatchObject({ code: 'FORBIDDEN' })
  })

  test.each(Object.entries(ROLE_OF))('%s reads as %s', async (id, role) => {
    await save(ada, 0, withRoles())
    expect((await rules.administrator(session(id))).role).toBe(role)
    const reading = rules.get(session(id))
    if (role === undefined) await expect(reading).rejects.toMatchObject({ code: 'FORBIDDEN', detail: 'readRules' })
    else expect((await reading).rules).toEqual(withRoles())
  })

  test.each(ADMIN_ROLES.flatMap((role) => SECTIONS.map((section) => ({ role, section }))))(
    '$role changes $section, or not',
    async ({ role, section }) => {
      await save(ada, 0, withRoles())
      const who = session(Object.keys(ROLE_OF).find((id) => ROLE_OF[id] === role) ?? '')
      const saving = save(who, 1, CHANGED[section](withRoles()))
      if (mayChange(role, section)) {
        expect(await saving).toMatchObject({ revision: 2, savedBy: { personId: who.person.id } })
        const [newest] = await rules.listRevisions(ada)
        expect(newest).toMatchObject({ sections: [section], how: 'saved', by: { personId: who.person.id } })
      } else {
        await expect(saving).rejects.toMatchObject({ code: 'FORBIDDEN', detail: role === 'reader' ? 'role' : section })
        expect(await rules.get(ada)).toMatchObject({ revision: 1, rules: withRoles() })
      }
    },
  )
})

describe('a change', () => {
  test('wants a second factor that is fresh', async () => {
    isFresh = false
    await expect(save(ada, 0, withRoles())).rejects.toMatchObject({ code: 'SECOND_FACTOR_STALE' })
    isFresh = true
    await save(ada, 0, withRoles())
    isFresh = false
    await expect(rules.undo(ada, { revision: 1 })).rejects.toMatchObject({ code: 'SECOND_FACTOR_STALE' })
    expect((await rules.get(ada)).revision).toBe(1)
  })

  test('that comes second sees the first, and neither is lost', async () => {
    await save(ada, 0, withRoles())
    const [one, other] = [CHANGED.settings(withRoles()), CHANGED.labels(withRoles())]
    const outcomes = await Promise.allSettled([save(ada, 1, one), save(session('bo'), 1, other)])
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected'])
    expect(outcomes[1]).toMatchObject({ reason: { code: 'RULES_CONFLICT' } })
    expect(await rules.get(ada)).toMatchObject({ revision: 2, rules: one })
    // Brought together by whoever came second.
    const both = CHANGED.labels(one)
    expect(await save(session('bo'), 2, both)).toMatchObject({ revision: 3, rules: both })
  })

  test('of twenty at once is one', async () => {
    const outcomes = await Promise.allSettled(
      Array.from({ length: 20 }, (_, at) =>
        save(ada, 0, { ...NO_RULES, settings: { defaultLanguage: 'de', trusts: [`t${at}`] } }),
      ),
    )
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect((await rules.listRevisions(ada)).map(({ revision }) => revision)).toEqual([1])
  })

  test('by somebody who is no administrator any more is refused', async () => {
    await save(ada, 0, withRoles())
    const without = { ...withRoles(), administrators: withRoles().administrators.filter(({ personId }) => personId !== 'bo') }
    const outcomes = await Promise.allSettled([save(ada, 1, without), save(session('bo'), 1, CHANGED.labels(withRoles()))])
    expect(outcomes[1]).toMatchObject({ reason: { code: 'FORBIDDEN' } })
  })

  test('that changes nothing is none', async () => {
    await save(ada, 0, withRoles())
    expect(await save(ada, 1, withRoles())).toMatchObject({ revision: 1 })
    expect(await rules.listRevisions(ada)).toHaveLength(1)
  })

  test('that can’t be written down does not happen', async () => {
    rules = open({ record: () => Promise.reject(new ParleyError('INTERNAL', 'no log')) })
    await expect(save(ada, 0, withRoles())).rejects.toMatchObject({ code: 'INTERNAL' })
    expect(await rules.get(ada)).toEqual({ revision: 0, rules: NO_RULES, undoable: false })
    expect(await rules.listRevisions(ada)).toEqual([])
    expect(rulebook.current('northwind').rules).toBe(NO_RULES)
  })

  test('is told to who writes it down, in its own transaction', async () => {
    const told: object[] = []
    rules = open({
      record: async (transaction, { tenant, by, how, before, after, revision }) => {
        const stored = await transaction.selectFrom('rules_revisions').select('revision').execute()
        told.push({ tenant, by, how, before, after, revision, stored })
      },
    })
    await save(ada, 0, withRoles())
    const by = { personId: 'ada', role: 'globalAdministrator' }
    const change = { tenant: 'northwind', by, how: 'saved', before: NO_RULES, after: withRoles(), revision: 1 }
    expect(told).toEqual([{ ...change, stored: [{ revision: 1 }] }])
  })

  test('is in the audit log, and nothing of one that was refused', async () => {
    rules = open(auditedRules(new AuditLog({ secret: ServiceSecret.random() })))
    const audited = () => database.selectFrom('audit_records').select(['tenant', 'act', 'actor_role']).execute()
    await save(ada, 0, { ...NO_RULES, settings: { defaultLanguage: 'de', trusts: [] } })
    await expect(save(ada, 0, withRoles())).rejects.toMatchObject({ code: 'RULES_CONFLICT' })
    await rules.undo(ada, { revision: 1 })
    await rules.noteView(await rules.administratorFor(ada, 'readReports'), 'reports', 3)
    await rules.export(ada)
    expect(await audited()).toEqual(
      ['settingsChanged', 'changeUndone', 'settingsChanged', 'personalDataViewed', 'configurationExported'].map((act) => ({
        tenant: 'northwind',
        act,
        actor_role: 'globalAdministrator',
      })),
    )
  })

  test('is there after a restart', async () => {
    await save(ada, 0, withRoles())
    await save(ada, 1, CHANGED.settings(withRoles()))
    const again = await Rulebook.load(database)
    expect(again.current('northwind')).toEqual(rulebook.current('northwind'))
    expect(again.current('contrail').revision).toBe(0)
  })

  test('is told to those who hold meetings by it, once', async () => {
    const told: string[] = []
    rulebook.events.on('changed', (tenant) => told.push(tenant))
    await save(ada, 0, withRoles())
    await expect(save(ada, 0, withRoles())).rejects.toMatchObject({ code: 'RULES_CONFLICT' })
    await save(ada, 1, withRoles())
    expect(told).toEqual(['northwind'])
  })
})

describe('undoing', () => {
  test('brings back what was before, as a new revision, and can itself be undone', async () => {
    await save(ada, 0, withRoles())
    const changed = CHANGED.settings(withRoles())
    await save(ada, 1, changed, true)
    expect(await rules.undo(ada, { revision: 2 })).toMatchObject({ revision: 3, rules: withRoles(), undoable: true })
    expect(await rules.undo(ada, { revision: 3 })).toMatchObject({ revision: 4, rules: changed })
    expect((await rules.listRevisions(ada)).map(({ revision, how }) => [revision, how])).toEqual([
      [4, 'undone'],
      [3, 'undone'],
      [2, 'imported'],
      [1, 'saved'],
    ])
    expect(await rules.getRevision(ada, 1)).toEqual({ rules: withRoles() })
    expect(await rules.getRevision(ada, 0)).toEqual({ rules: NO_RULES })
  })

  test('the first change brings back that nothing is ruled', async () => {
    await save(ada, 0, withRoles())
    expect((await rules.undo(ada, { revision: 1 })).rules).toEqual(NO_RULES)
  })

  test('is refused where others have changed something since, where there is nothing, and to whom it is not for', async () => {
    await expect(rules.undo(ada, { revision: 1 })).rejects.toMatchObject({ code: 'RULES_CONFLICT' })
    await save(ada, 0, withRoles())
    await save(ada, 1, CHANGED.settings(withRoles()))
    await expect(rules.undo(ada, { revision: 1 })).rejects.toMatchObject({ code: 'RULES_CONFLICT' })
    await expect(rules.undo(session('bo'), { revision: 2 })).rejects.toMatchObject({ code: 'FORBIDDEN', detail: 'settings' })
    await expect(rules.undo(session('dara'), { revision: 2 })).rejects.toMatchObject({ code: 'FORBIDDEN' })
    expect((await rules.get(ada)).revision).toBe(2)
  })
})

describe('the last global administrator', () => {
  const only = (...administrators: OrganisationRules['administrators']): OrganisationRules => ({ ...NO_RULES, administrators })

  test('can’t be removed, undone or made less', async () => {
    await save(ada, 0, only({ personId: 'bo', role: 'globalAdministrator' }))
    first = NOBODY_FIRST
    const bo = session('bo')
    for (const less of [
      only(),
      only({ personId: 'bo', role: 'reader' }),
      only({ personId: 'nobody-here', role: 'globalAdministrator' }),
      // Somebody of another organisation.
      only({ personId: 'zoe', role: 'globalAdministrator' }),
    ]) {
      await expect(save(bo, 1, less)).rejects.toMatchObject({ code: 'LAST_ADMINISTRATOR' })
    }
    await expect(rules.undo(bo, { revision: 1 })).rejects.toMatchObject({ code: 'LAST_ADMINISTRATOR' })
    expect((await rules.get(bo)).revision).toBe(1)
  })

  test('can go where there is another', async () => {
    await save(ada, 0, only({ personId: 'bo', role: 'globalAdministrator' }))
    first = NOBODY_FIRST
    await save(session('bo'), 1, only({ personId: 'chen', role: 'globalAdministrator' }))
    expect((await rules.administrator(session('bo'))).role).toBeUndefined()
    first = { emails: ['somebody@northwind.example'], personIds: [] }
    await save(session('chen'), 2, only())
    expect((await rules.administrator(session('chen'))).role).toBeUndefined()
  })
})

describe('another organisation', () => {
  test('has rules of its own', async () => {
    await save(ada, 0, { ...withRoles(), administrators: [{ personId: 'zoe', role: 'globalAdministrator' }] })
    // Named in the rules of one organisation, somebody of another is nobody in either.
    const zoe = session('zoe', 'contrail')
    expect((await rules.administrator(zoe)).role).toBeUndefined()
    rules = open({ firstAdministrators: () => ({ emails: [], personIds: ['ada', 'zoe'] }) })
    expect(await rules.get(zoe)).toEqual({ revision: 0, rules: NO_RULES, undoable: false })
    expect(await rules.listRevisions(zoe)).toEqual([])
    const missing = await rules.getRevision(zoe, 99).catch((error: unknown) => error)
    expect(await rules.getRevision(zoe, 1).catch((error: unknown) => error)).toEqual(missing)
    await save(zoe, 0, CHANGED.settings(NO_RULES))
    expect(await rules.get(ada)).toMatchObject({ revision: 1, rules: { settings: { defaultLanguage: 'en' } } })
  })
})
