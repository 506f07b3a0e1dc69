/** What is different between two versions of an organisation's rules: shown before saving, told to whoever saved second, audited. */
import { SECTIONS, type Section } from './admin-roles.ts'
import type { OrganisationRules } from './rules.ts'

export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json }

export interface Change {
  section: Section
  /** As in `policies/Sales/rules/options/lobby/fixed`: what has a name or an id goes by that, and not by its place. */
  path: readonly string[]
  /** Absent where it was not there. */
  before?: Json
  /** Absent where it is there no more. */
  after?: Json
}

type Fields = ReadonlyMap<string, Json>

const isList = (value: Json | undefined): value is readonly Json[] => Array.isArray(value)
const isFields = (value: Json | undefined): value is { readonly [key: string]: Json } =>
  typeof value === 'object' && value !== null && !isList(value)

/** What an entry of a list goes by; undefined for plain values. */
const keyOf = (entry: Json): string | undefined => {
  if (!isFields(entry)) return undefined
  const { id, personId } = entry
  const key = id ?? personId
  return typeof key === 'string' ? key : undefined
}

/** The parts of a value by name; undefined for what is compared as a whole. */
const fieldsOf = (value: Json | undefined): Fields | undefined => {
  if (value === undefined) return new Map()
  if (isFields(value)) return new Map(Object.entries(value).filter(([, field]) => field !== undefined))
  if (!isList(value)) return undefined
  const keys = value.map(keyOf)
  // Plain values are a set here: people, groups, claims.
  if (keys.every((key) => key === undefined)) return new Map(value.map((entry) => [String(entry), true]))
  return new Map(value.map((entry, at) => [keys[at] ?? String(at), entry]))
}

const orderOf = (value: Json | undefined): string[] => (isList(value) ? value.map(keyOf).filter((key) => key !== undefined) : [])

const isWhole = (path: readonly string[], before: Json | undefined, after: Json | undefined): boolean =>
  path.length > 0 && (before === undefined || after === undefined)

const compare = (section: Section, path: readonly string[], before: Json | undefined, after: Json | undefined): Change[] => {
  const change: Change = { section, path, ...(before === undefined ? {} : { before }), ...(after === undefined ? {} : { after }) }
  const [was, is] = [fieldsOf(before), fieldsOf(after)]
  if (isWhole(path, before, after)) return before === after ? [] : [change]
  if (was === undefined || is === undefined || isList(before) !== isList(after)) return before === after ? [] : [change]
  const changes = [...new Set([...was.keys(), ...is.keys()])].flatMap((name) =>
    compare(section, [...path, name], was.get(name), is.get(name)),
  )
  const kept = (order: string[], other: Fields): string => order.filter((key) => other.has(key)).join('\n')
  const [before_, after_] = [orderOf(before), orderOf(after)]
  if (kept(before_, is) !== kept(after_, was)) changes.push({ section, path: [...path, 'order'], before: before_, after: after_ })
  return changes
}

/** Nothing where the two mean the same. The order of people and groups means nothing; that of policies and labels does. */
export const changesBetween = (before: OrganisationRules, after: OrganisationRules): Change[] =>
  SECTIONS.flatMap((section) => compare(section, [], before[section] as Json, after[section] as Json))

export const changedSections = (before: OrganisationRules, after: OrganisationRules): Section[] => [
  ...new Set(changesBetween(before, after).map(({ section }) => section)),
]
