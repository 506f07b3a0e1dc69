/**
 * What a record says that something was and is. Entries of the rules are put into the rules as they are now, before and after, so
 * that they are told as any other change of the rules; whatever can't be is told field by field. Pure.
 */
import { z } from 'zod'
import type { AuditChange, AuditRecord } from '#shared/audit/record.ts'
import type { Json } from '#shared/policies/changes.ts'
import {
  EncryptionPolicy,
  EncryptionRule,
  Group,
  Label,
  Licence,
  MeetingPolicy,
  MeetingRules,
  type OrganisationRules,
  OrganisationSettings,
  Template,
} from '#shared/policies/rules.ts'

export interface Versions {
  before: OrganisationRules
  after: OrganisationRules
}

type Put = (rules: OrganisationRules, value: unknown) => OrganisationRules

/** A list with one entry, or none: what else is in it is not in the record. */
const entries = <T>(schema: z.ZodType<T>, value: unknown): T[] => (value === undefined ? [] : [schema.parse(value)])

const PUTS: Readonly<Record<string, Put>> = {
  'policy encryption': (rules, value) => ({
    ...rules,
    encryption: { ...rules.encryption, policies: entries(EncryptionPolicy, value) },
  }),
  'policy meetings': (rules, value) => ({ ...rules, meetings: { ...rules.meetings, policies: entries(MeetingPolicy, value) } }),
  'policy encryption:default': (rules, value) => ({
    ...rules,
    encryption: { ...rules.encryption, default: EncryptionRule.parse(value) },
  }),
  'policy meetings:default': (rules, value) => ({
    ...rules,
    meetings: { ...rules.meetings, default: MeetingRules.parse(value) },
  }),
  'licence default': (rules, value) => ({ ...rules, licences: { ...rules.licences, default: Licence.parse(value) } }),
  'settings organisation': (rules, value) => ({ ...rules, settings: OrganisationSettings.parse(value) }),
  'label labels:default': (rules, value) => ({
    ...rules,
    labels: { list: rules.labels.list, ...(value === undefined ? {} : { default: z.string().parse(value) }) },
  }),
  template: (rules, value) => ({ ...rules, templates: entries(Template, value) }),
  label: (rules, value) => ({ ...rules, labels: { ...rules.labels, list: entries(Label, value) } }),
  group: (rules, value) => ({ ...rules, groups: entries(Group, value) }),
}

/** Ids of what is no entry of a list. */
const isSpecial = (id: string): boolean => id.includes(':')

const putFor = ({ subject, detail }: AuditRecord): Put | undefined => {
  if (subject === undefined) return undefined
  const { kind, id } = subject
  const special = PUTS[`${kind} ${id}`]
  if (special !== undefined || isSpecial(id)) return special
  return PUTS[kind === 'policy' ? `policy ${String(detail.section)}` : kind]
}

/** Two versions of the rules that differ in what the record says; undefined where it does not say it in whole. */
export const versionsOf = (record: AuditRecord, now: OrganisationRules): Versions | undefined => {
  const put = putFor(record)
  if (put === undefined || record.change === undefined) return undefined
  try {
    return { before: put(now, record.change.before), after: put(now, record.change.after) }
  } catch {
    // Told in short, as what is very large, or by an older version.
    return undefined
  }
}

export interface FieldChange {
  /** As in `rules.options.lobby`; empty for the whole. */
  place: string
  before?: string
  after?: string
}

const isObject = (value: Json | undefined): value is { readonly [key: string]: Json } =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

type Named = (id: string) => string

const inWords = (value: Json, named: Named): string => {
  if (typeof value === 'string') return named(value)
  const isPlain = Array.isArray(value) && value.every((each) => typeof each === 'string')
  return isPlain ? value.map(named).join(', ') : JSON.stringify(value)
}

const compare = (named: Named, place: string, before: Json | undefined, after: Json | undefined): FieldChange[] => {
  if (isObject(before) && isObject(after)) {
    return [...new Set([...Object.keys(before), ...Object.keys(after)])].flatMap((name) =>
      compare(named, place === '' ? name : `${place}.${name}`, before[name], after[name]),
    )
  }
  if (JSON.stringify(before) === JSON.stringify(after)) return []
  return [
    {
      place,
      ...(before === undefined ? {} : { before: inWords(before, named) }),
      ...(after === undefined ? {} : { after: inWords(after, named) }),
    },
  ]
}

/** `named` gives the name of what has an id. */
export const fieldChanges = ({ before, after }: AuditChange, named: Named): FieldChange[] => compare(named, '', before, after)
