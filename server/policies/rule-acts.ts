/** A change of an organisation's rules, as its audit log records it: one act for each thing that was changed. */
import { isDeepStrictEqual } from 'node:util'
import type { AuditAct } from '#shared/audit/acts.ts'
import type { AuditSubject, AuditSubjectKind, NewAuditRecord } from '#shared/audit/record.ts'
import type { Section } from '#shared/policies/admin-roles.ts'
import type { OrganisationRules } from '#shared/policies/rules.ts'
import type { RulesChange } from './rules.ts'

/** Gives the name under which somebody stands in the log. */
export type PseudonymOf = (personId: string) => Promise<string>

/** People in one list who are named one by one; of more, it is told how many. */
const NAMED = 100

/** Characters of what something was, or is; each can be six in the log. */
const MOST = 16_000

type Json = Exclude<NonNullable<NewAuditRecord['change']>['before'], undefined>
type Act = Pick<NewAuditRecord, 'act' | 'subject'> & {
  readonly before?: unknown
  readonly after?: unknown
  readonly detail?: NewAuditRecord['detail']
}

interface Entry {
  readonly id: string
}

interface ActsOfKind {
  readonly kind: AuditSubjectKind
  readonly created: AuditAct
  readonly changed: AuditAct
  readonly deleted: AuditAct
  /** Where ids of two lists could be the same. */
  readonly section?: Section
}

const POLICY = { kind: 'policy', created: 'policyCreated', changed: 'policyChanged', deleted: 'policyDeleted' } as const
const TEMPLATE = { kind: 'template', created: 'templateCreated', changed: 'templateChanged', deleted: 'templateDeleted' } as const
const LABEL = { kind: 'label', created: 'labelCreated', changed: 'labelChanged', deleted: 'labelDeleted' } as const
const GROUP = { kind: 'group', created: 'groupCreated', changed: 'groupChanged', deleted: 'groupDeleted' } as const

/** What became of the entries of a list, and of their order, which is one of precedence. */
const listActs = <T extends Entry>(
  { kind, created, changed, deleted, section }: ActsOfKind,
  before: readonly T[],
  after: readonly T[],
  order: string | undefined,
): Act[] => {
  const were = new Map(before.map((entry) => [entry.id, entry]))
  const are = new Map(after.map((entry) => [entry.id, entry]))
  const acts = [...new Set([...were.keys(), ...are.keys()])].flatMap((id): Act[] => {
    const [was, is] = [were.get(id), are.get(id)]
    if (isDeepStrictEqual(was, is)) return []
    const act = was === undefined ? created : is === undefined ? deleted : isAssignment(was, is) ? 'policyAssigned' : changed
    return [{ act, subject: { kind, id }, before: was, after: is, ...(section === undefined ? {} : { detail: { section } }) }]
  })
  const kept = (list: readonly T[], other: ReadonlyMap<string, T>): string[] =>
    list.map(({ id }) => id).filter((id) => other.has(id))
  const [wasOrder, isOrder] = [kept(before, are), kept(after, were)]
  if (order === undefined || isDeepStrictEqual(wasOrder, isOrder)) return acts
  return [...acts, { act: changed, subject: { kind, id: order }, before: wasOrder, after: isOrder }]
}

/** Nothing but whom it is for is different. */
const isAssignment = (was: object, is: object): boolean =>
  'assignedTo' in was &&
  'assignedTo' in is &&
  isDeepStrictEqual({ ...was, assignedTo: undefined }, { ...is, assignedTo: undefined })

const changeOf = (act: AuditAct, subject: AuditSubject, before: unknown, after: unknown): Act[] =>
  isDeepStrictEqual(before, after) ? [] : [{ act, subject, before, after }]

/** Those who are in one list and not in the other. */
const without = (list: readonly string[], others: readonly string[]): string[] => {
  const known = new Set(others)
  return list.filter((each) => !known.has(each))
}

const licenceActs = (before: OrganisationRules['licences'], after: OrganisationRules['licences']): Act[] => {
  const acts = (act: AuditAct, kind: 'person' | 'group', ids: readonly string[]): Act[] => {
    const detail = { licence: 'premium' }
    if (ids.length > NAMED)
      return [{ act, subject: { kind: 'licence', id: 'premium' }, detail: { ...detail, people: ids.length } }]
    return ids.map((id) => ({ act, subject: { kind, id }, detail }))
  }
  const [was, is] = [before.premium, after.premium]
  return [
    ...acts('licenceGiven', 'person', without(is.people, was.people)),
    ...acts('licenceTaken', 'person', without(was.people, is.people)),
    ...acts('licenceGiven', 'group', without(is.groups, was.groups)),
    ...acts('licenceTaken', 'group', without(was.groups, is.groups)),
    ...changeOf('settingsChanged', { kind: 'licence', id: 'default' }, before.default, after.default),
  ]
}

const administratorActs = (before: OrganisationRules['administrators'], after: OrganisationRules['administrators']): Act[] => {
  const rolesOf = (list: OrganisationRules['administrators']): string[] => list.map(({ personId, role }) => `${personId} ${role}`)
  const acts = (act: AuditAct, roles: readonly string[]): Act[] =>
    roles.map((each) => {
      const [id = '', role = ''] = each.split(' ')
      return { act, subject: { kind: 'person', id }, detail: { role } }
    })
  return [
    ...acts('adminRoleTaken', without(rolesOf(before), rolesOf(after))),
    ...acts('adminRoleGiven', without(rolesOf(after), rolesOf(before))),
  ]
}

const actsBetween = (before: OrganisationRules, after: OrganisationRules): Act[] => {
  const settings = (id: string): AuditSubject => ({ kind: 'settings', id })
  const policy = (id: string): AuditSubject => ({ kind: 'policy', id })
  return [
    ...listActs({ ...POLICY, section: 'encryption' }, before.encryption.policies, after.encryption.policies, 'encryption:order'),
    ...changeOf('policyChanged', policy('encryption:default'), before.encryption.default, after.encryption.default),
    ...listActs({ ...POLICY, section: 'meetings' }, before.meetings.policies, after.meetings.policies, 'meetings:order'),
    ...changeOf('policyChanged', policy('meetings:default'), before.meetings.default, after.meetings.default),
    ...listActs(TEMPLATE, before.templates, after.templates, undefined),
    ...listActs(LABEL, before.labels.list, after.labels.list, 'labels:order'),
    ...changeOf('labelChanged', { kind: 'label', id: 'labels:default' }, before.labels.default, after.labels.default),
    ...listActs(GROUP, before.groups, after.groups, undefined),
    ...licenceActs(before.licences, after.licences),
    ...administratorActs(before.administrators, after.administrators),
    ...changeOf('policyChanged', policy('recordings'), before.recordings, after.recordings),
    ...changeOf('settingsChanged', settings('organisation'), before.settings, after.settings),
  ]
}

/** A value without the ids of people: by their pseudonyms, or how many they are. */
const withoutPeople = async (value: unknown, pseudonymOf: PseudonymOf): Promise<Json> => {
  if (Array.isArray(value)) return inTurn(value, (each) => withoutPeople(each, pseudonymOf))
  if (typeof value !== 'object' || value === null) return value as Json
  const entries: [string, Json][] = []
  for (const [name, field] of Object.entries(value)) {
    if (field === undefined) continue
    if ((name === 'people' || name === 'members') && Array.isArray(field)) {
      const few = field.length <= NAMED
      entries.push([name, few ? await inTurn(field, pseudonymOf) : field.length])
    } else {
      entries.push([name, await withoutPeople(field, pseudonymOf)])
    }
  }
  return Object.fromEntries(entries)
}

/** One after another: whoever is asked for twice has their pseudonym by then. */
const inTurn = async <T, R>(values: readonly T[], ask: (value: T) => Promise<R>): Promise<R[]> => {
  const answers: R[] = []
  for (const value of values) answers.push(await ask(value))
  return answers
}

/** What is too large to be told is told by its size. */
const bounded = (value: Json): Json => {
  const size = JSON.stringify(value).length
  return size <= MOST ? value : { characters: size }
}

/** The records of a change. */
export const recordsOf = async (
  { by, how, revision, before, after }: RulesChange,
  pseudonymOf: PseudonymOf,
): Promise<NewAuditRecord[]> => {
  const actor = { kind: 'person', id: by.personId, role: by.role } as const
  const records: NewAuditRecord[] = []
  const whole = HOW[how]
  if (whole !== undefined) {
    records.push({ act: whole, actor, subject: { kind: 'settings', id: 'rules' }, detail: { revision } })
  }
  for (const { act, subject, detail, before: was, after: is } of actsBetween(before, after)) {
    const change = {
      ...(was === undefined ? {} : { before: bounded(await withoutPeople(was, pseudonymOf)) }),
      ...(is === undefined ? {} : { after: bounded(await withoutPeople(is, pseudonymOf)) }),
    }
    const isChange = was !== undefined || is !== undefined
    records.push({ act, actor, subject, detail: { ...detail, revision }, ...(isChange ? { change } : {}) })
  }
  return records
}

const HOW: Record<RulesChange['how'], AuditAct | undefined> = {
  saved: undefined,
  imported: 'configurationImported',
  undone: 'changeUndone',
}
