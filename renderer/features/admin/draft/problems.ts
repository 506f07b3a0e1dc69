/** What keeps a draft from being saved, and where: pure. */
import { type Problem, problemsOf } from '#shared/policies/file-problems.ts'
import { OrganisationRules } from '#shared/policies/rules.ts'
import type { AdminPlace, ListArea } from '../admin-place.ts'

export type DraftProblem =
  /** Of an entry by its name. */
  | { what: 'nameMissing' | 'nameTwice' | 'groupGone' | 'labelGone'; name: string; place: AdminPlace }
  /** Whatever else the rules may not be. */
  | { what: 'other'; problem: Problem; place: AdminPlace }

interface Named {
  id: string
  name: string
}

/** What is wrong with the name of an entry among the others of its list. */
export const nameProblem = (list: readonly Named[], { id, name }: Named): 'nameMissing' | 'nameTwice' | undefined => {
  const wanted = name.trim().toLowerCase()
  if (wanted === '') return 'nameMissing'
  return list.some((other) => other.id !== id && other.name.trim().toLowerCase() === wanted) ? 'nameTwice' : undefined
}

export const problemsIn = (rules: OrganisationRules): DraftProblem[] => {
  const problems: DraftProblem[] = []
  const lists: [ListArea, readonly Named[]][] = [
    ['encryption', rules.encryption.policies],
    ['meetings', rules.meetings.policies],
    ['templates', rules.templates],
    ['labels', rules.labels.list],
    ['groups', rules.groups],
  ]
  for (const [at, list] of lists) {
    for (const entry of list) {
      const what = nameProblem(list, entry)
      if (what !== undefined) problems.push({ what, name: entry.name, place: { at, entry: entry.id } })
    }
  }
  const groups = new Set(rules.groups.map(({ id }) => id))
  const isGone = (id: string): boolean => !groups.has(id)
  for (const at of ['encryption', 'meetings'] as const) {
    for (const { id, name, assignedTo } of rules[at].policies) {
      if (assignedTo.groups.some(isGone)) problems.push({ what: 'groupGone', name, place: { at, entry: id } })
    }
  }
  if (rules.licences.premium.groups.some(isGone)) {
    problems.push({ what: 'groupGone', name: '', place: { at: 'licences' } })
  }
  const { default: label, list } = rules.labels
  if (label !== undefined && list.every(({ id }) => id !== label)) {
    problems.push({ what: 'labelGone', name: '', place: { at: 'labels' } })
  }
  if (problems.length > 0) return problems
  // The editors let nothing else through; what was brought together from two versions might have more.
  const result = OrganisationRules.safeParse(rules)
  if (result.success) return []
  return problemsOf(result.error, rules).map((problem) => ({ what: 'other', problem, place: { at: 'review' } }))
}
