/**
 * What is different between two versions of the rules, in the person's language: one line for each thing that somebody would
 * speak of. What belongs together is one line, as an option's mode and value; an entry that is new says all that it holds.
 */
import type { TFunction } from 'i18next'
import type { OptionName } from '#shared/meeting/options.ts'
import type { Section } from '#shared/policies/admin-roles.ts'
import { type Change, changesBetween, type Json } from '#shared/policies/changes.ts'
import type { OrganisationRules } from '#shared/policies/rules.ts'
import { optionWords } from '../../options/use-option-words.ts'
import { ruleWords } from './rule-words.ts'

export interface ChangeLine {
  section: Section
  /** What it is about, as "Sales"; undefined where it is about the section itself. */
  subject: string | undefined
  text: string
}

type Path = readonly string[]
type Fields = { readonly [key: string]: Json }

const isList = (value: Json | undefined): value is readonly Json[] => Array.isArray(value)
const isFields = (value: Json | undefined): value is Fields => typeof value === 'object' && value !== null && !isList(value)
const entryKey = (entry: Json): Json | undefined => (isFields(entry) ? (entry.id ?? entry.personId) : entry)

/** What stands at a path; entries of lists go by id, people and groups by themselves. */
const valueAt = (value: Json | undefined, [name, ...rest]: Path): Json | undefined => {
  if (name === undefined) return value
  if (isList(value)) {
    const found = value.find((entry) => entryKey(entry) === name)
    return valueAt(found, rest)
  }
  return isFields(value) ? valueAt(value[name], rest) : undefined
}

/** How far down a list of entries is in its section. */
const ENTRY_DEPTH: Readonly<Partial<Record<Section, number>>> = {
  encryption: 2,
  meetings: 2,
  templates: 1,
  labels: 2,
  groups: 1,
  administrators: 1,
}
const isEntry = (section: Section, path: Path): boolean =>
  path.length === ENTRY_DEPTH[section] && path[0] !== 'default' && path.at(-1) !== 'order'

/** The place of the option that a path leads into, to be spoken of as a whole. */
const optionPath = (section: Section, path: Path): Path | undefined => {
  const at = section === 'labels' ? path.indexOf('atLeast', 2) : path.indexOf('options')
  return at < 0 || at + 1 >= path.length ? undefined : path.slice(0, at + 2)
}

/** Everything in a value that is spoken of by itself. */
const partsOf = (section: Section, path: Path, value: Json): Path[] => {
  if (optionPath(section, path) !== undefined) return [path]
  if (isList(value)) return value.map((entry) => [...path, String(entryKey(entry))])
  if (!isFields(value)) return [path]
  return Object.entries(value)
    .filter(([name, field]) => field !== undefined && name !== 'id' && name !== 'personId' && name !== 'name')
    .flatMap(([name, field]) => partsOf(section, [...path, name], field))
}

/** The order of a list, and not an entry of that name. */
const isOrder = (path: Path, before: Json | undefined, after: Json | undefined): boolean =>
  path.at(-1) === 'order' && isList(before) && isList(after)

/** Where a change is, as places that are spoken of by themselves: several where an entry or a group of fields is new. */
const placesOf = ({ section, path, before, after }: Change): Path[] => {
  const option = optionPath(section, path)
  if (option !== undefined) return [option]
  if (isOrder(path, before, after)) return [path]
  if (isEntry(section, path)) return after === undefined ? [path] : [path, ...partsOf(section, path, after)]
  return partsOf(section, path, after ?? before ?? '')
}

interface Words {
  t: TFunction
  /** The name of a person of the organisation. */
  nameOf(personId: string): string
}

const text = (value: Json | undefined): string | undefined => (value === undefined ? undefined : String(value))

export const changeLines = (before: OrganisationRules, after: OrganisationRules, { t, nameOf }: Words): ChangeLine[] => {
  const options = optionWords(t)
  const rules = ruleWords(t)

  const nameIn = (rulesOf: OrganisationRules, section: Section, path: Path): string | undefined => {
    if (section === 'administrators' && path[0] !== undefined) return nameOf(path[0])
    const name = valueAt(rulesOf[section] as Json, [...path.slice(0, ENTRY_DEPTH[section]), 'name'])
    return text(name)
  }
  const groupName = (id: string): string =>
    [...after.groups, ...before.groups].find((group) => group.id === id)?.name ?? t('admin.goneGroup')
  const labelName = (id: string): string =>
    [...after.labels.list, ...before.labels.list].find((label) => label.id === id)?.name ?? id

  const subjectOf = (section: Section, path: Path): string | undefined => {
    if (path[0] === 'default' && (section === 'encryption' || section === 'meetings')) return t('admin.defaultPolicy')
    return nameIn(after, section, path) ?? nameIn(before, section, path)
  }

  /** The name of a field and the words of its value. */
  const fieldWords = (section: Section, path: Path): { what: string; value: (value: string) => string } => {
    const field = path.at(-1)
    switch (field) {
      case 'name':
        return { what: t('admin.field.name'), value: (value) => value }
      case 'description':
        return { what: t('admin.field.description'), value: (value) => value }
      case 'maximumSize':
        return { what: t('admin.field.maximumSize'), value: (value) => value }
      case 'kind':
        return { what: t('admin.field.kind'), value: (value) => t(`options.kind.${value}` as never) }
      case 'role':
        return { what: t('admin.field.role'), value: (value) => t(`admin.role.${value}` as never) }
      case 'text':
        return { what: t('admin.field.noticeText'), value: (value) => value }
      case 'address':
        return { what: t('admin.field.noticeAddress'), value: (value) => value }
      case 'defaultLanguage':
        return { what: t('admin.field.defaultLanguage'), value: (value) => t(`settings.languages.${value}` as never) }
    }
    if (section === 'recordings') {
      const isDays = field === 'keptDays' || field === 'complianceKeptDays'
      return {
        what: t(`admin.field.${field}` as never),
        value: (value) =>
          isDays ? t('admin.recordings.days', { count: Number(value) }) : t(`admin.recordings.value.${value}` as never),
      }
    }
    if (section === 'labels') return { what: t('admin.field.defaultLabel'), value: labelName }
    if (section === 'licences') {
      return { what: t('admin.field.defaultLicence'), value: (value) => t(`options.licence.${value}` as never) }
    }
    return { what: options.name('encryption'), value: (value) => t(`admin.encryptionRule.${value}` as never) }
  }

  const told = (what: string, was: string | undefined, is: string | undefined): string => {
    if (was === undefined || was === '') return t('admin.change.set', { what, after: is })
    if (is === undefined || is === '') return t('admin.change.unset', { what, before: was })
    return t('admin.change.changed', { what, after: is, before: was })
  }

  const textAt = (section: Section, path: Path, was: Json | undefined, is: Json | undefined): string => {
    const [field, last = ''] = [path.at(-2), path.at(-1)]
    const added = is !== undefined
    if (last === 'order' && isList(was) && isList(is)) {
      const list = path.slice(0, -1)
      const names = is.map((id) => nameIn(after, section, [...list, String(id)]) ?? '')
      return t('admin.change.order', { names: names.join(', ') })
    }
    if (isEntry(section, path)) {
      if (section !== 'administrators') return t(added ? 'admin.change.added' : 'admin.change.removed')
      const role = valueAt(is ?? was, ['role'])
      return t(added ? 'admin.change.madeAdministrator' : 'admin.change.noAdministrator', {
        role: t(`admin.role.${String(role)}` as never),
      })
    }
    if (section === 'settings' && (field === 'people' || field === 'groups')) {
      const who = field === 'people' ? nameOf(last) : groupName(last)
      return t(added ? 'admin.change.recorded' : 'admin.change.notRecorded', { who })
    }
    if (field === 'people') return t(added ? 'admin.change.assigned' : 'admin.change.unassigned', { who: nameOf(last) })
    if (field === 'groups') return t(added ? 'admin.change.assigned' : 'admin.change.unassigned', { who: groupName(last) })
    if (field === 'members') return t(added ? 'admin.change.member' : 'admin.change.noMember', { who: nameOf(last) })
    if (field === 'claimValues') return t(added ? 'admin.change.claim' : 'admin.change.noClaim', { value: last })
    if (field === 'trusts') return t(added ? 'admin.change.trusted' : 'admin.change.notTrusted', { organisation: last })
    if (optionPath(section, path) !== undefined) {
      const name = last as OptionName
      const words = (rule: Json | undefined): string => rules.ofOption(section, name, rule)
      return t('admin.change.changed', { what: options.name(name), after: words(is), before: words(was) })
    }
    const { what, value } = fieldWords(section, path)
    const words = (given: Json | undefined): string | undefined => (given === undefined ? undefined : value(String(given)))
    return told(what, words(was), words(is))
  }

  const seen = new Set<string>()
  return changesBetween(before, after).flatMap((change) =>
    placesOf(change).flatMap((path): ChangeLine[] => {
      const { section } = change
      const key = JSON.stringify([section, ...path])
      if (seen.has(key)) return []
      seen.add(key)
      const ordered = isOrder(path, change.before, change.after)
      const was = ordered ? change.before : valueAt(before[section] as Json, path)
      const is = ordered ? change.after : valueAt(after[section] as Json, path)
      if (is === '' && was === undefined) return []
      // The role of somebody who is new is already said.
      if (
        section === 'administrators' &&
        path.at(-1) === 'role' &&
        valueAt(before[section] as Json, path.slice(0, 1)) === undefined
      )
        return []
      return [{ section, subject: ordered ? undefined : subjectOf(section, path), text: textAt(section, path, was, is) }]
    }),
  )
}

/** The people whom lines about these two versions name. */
export const peopleIn = (before: OrganisationRules, after: OrganisationRules): string[] => {
  const ids = changesBetween(before, after).flatMap((change) =>
    placesOf(change).flatMap((path) => {
      const field = path.at(-2)
      if (change.section === 'administrators') return path.slice(0, 1)
      return field === 'people' || field === 'members' ? path.slice(-1) : []
    }),
  )
  return [...new Set(ids)]
}
