/** Changes of a draft: pure. Entries go by their id. */
import { type AssignedTo, NOBODY } from '#shared/policies/assigned-to.ts'
import type { EncryptionPolicy, Group, Label, MeetingPolicy, OrganisationRules, Template } from '#shared/policies/rules.ts'

interface Entry {
  id: string
}

export const moved = <T extends Entry>(list: readonly T[], id: string, by: -1 | 1): T[] => {
  const from = list.findIndex((entry) => entry.id === id)
  const entry = list[from]
  const to = from + by
  if (entry === undefined || to < 0 || to >= list.length) return [...list]
  return list.toSpliced(from, 1).toSpliced(to, 0, entry)
}

/** With this entry in the place of the one that has its id; at the end where there is none. */
export const withEntry = <T extends Entry>(list: readonly T[], entry: T): T[] =>
  list.some(({ id }) => id === entry.id) ? list.map((each) => (each.id === entry.id ? entry : each)) : [...list, entry]

export const withoutEntry = <T extends Entry>(list: readonly T[], id: string): T[] => list.filter((entry) => entry.id !== id)

/** A name that no entry has yet: the wished one, or the first with a number after it that is free. */
export const freeName = (list: readonly { name: string }[], wished: string): string => {
  const taken = new Set(list.map(({ name }) => name.toLowerCase()))
  const names = [wished, ...list.map((_, at) => `${wished} ${at + 2}`)]
  return names.find((name) => !taken.has(name.toLowerCase())) ?? wished
}

export const newEncryptionPolicy = (id: string, name: string): EncryptionPolicy => ({
  id,
  name,
  assignedTo: NOBODY,
  encryption: 'notEnabled',
})
export const newMeetingPolicy = (id: string, name: string): MeetingPolicy => ({
  id,
  name,
  assignedTo: NOBODY,
  rules: { options: {} },
})
export const newTemplate = (id: string, name: string): Template => ({ id, name, description: '', kind: 'meeting', options: {} })
export const newLabel = (id: string, name: string): Label => ({ id, name, description: '', atLeast: {} })
export const newGroup = (id: string, name: string): Group => ({ id, name, members: [], claimValues: [] })

const withoutGroupIn = ({ people, groups }: AssignedTo, id: string): AssignedTo => ({
  people,
  groups: groups.filter((group) => group !== id),
})

/** A group is taken out of whatever was assigned to it: the rules can't name what is not there. */
export const withoutGroup = (rules: OrganisationRules, id: string): OrganisationRules => {
  const unassigned = <T extends { assignedTo: AssignedTo }>(entry: T): T => ({
    ...entry,
    assignedTo: withoutGroupIn(entry.assignedTo, id),
  })
  return {
    ...rules,
    encryption: { ...rules.encryption, policies: rules.encryption.policies.map(unassigned) },
    meetings: { ...rules.meetings, policies: rules.meetings.policies.map(unassigned) },
    licences: { ...rules.licences, premium: withoutGroupIn(rules.licences.premium, id) },
    groups: withoutEntry(rules.groups, id),
    settings: {
      ...rules.settings,
      ...(rules.settings.recorded === undefined ? {} : { recorded: withoutGroupIn(rules.settings.recorded, id) }),
    },
  }
}

/** The default label goes with the label. */
export const withoutLabel = (rules: OrganisationRules, id: string): OrganisationRules => {
  const { default: before, list } = rules.labels
  const rest = { list: withoutEntry(list, id) }
  return { ...rules, labels: before === undefined || before === id ? rest : { ...rest, default: before } }
}
