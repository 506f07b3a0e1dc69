/** What an organiser would see: pure. */
import { type EffectiveOptions, type RuleOrigin, resolveOptions } from '#shared/meeting/effective-options.ts'
import { OPTION_NAMES, type OptionName } from '#shared/meeting/options.ts'
import { type Assignee, isFor } from '#shared/policies/assigned-to.ts'
import { assigneeOf, DEFAULT_POLICY, licenceOf, mayUseTemplates, rulingsOf } from '#shared/policies/rule-sets.ts'
import type { Licence, OrganisationRules } from '#shared/policies/rules.ts'

/** Whom one asks about. */
export type Subject =
  /** Somebody whom nothing is assigned to. */
  | { kind: 'others' }
  /** Somebody who is in this group, and in no other. */
  | { kind: 'group'; id: string }
  /** `claimed`: their groups as the identity provider says. */
  | { kind: 'person'; id: string; claimed: readonly string[] }

/** An id that nobody has. */
const NOBODY_IN_PARTICULAR = ''

export const assigneeFor = (rules: OrganisationRules, subject: Subject): Assignee => {
  if (subject.kind === 'person') return assigneeOf(rules, subject.id, subject.claimed)
  return { id: NOBODY_IN_PARTICULAR, groups: new Set(subject.kind === 'group' ? [subject.id] : []) }
}

export interface MeetingOf {
  templateId?: string | undefined
  labelId?: string | undefined
}

export interface Effect {
  licence: Licence
  mayUseTemplates: boolean
  /** The names of the policies that hold; `DEFAULT_POLICY` for the default one. */
  encryptionPolicy: string
  meetingPolicy: string
  maximumSize: { value: number; boundBy: RuleOrigin | undefined }
  options: EffectiveOptions
}

export const effectOf = (rules: OrganisationRules, subject: Subject, { templateId, labelId }: MeetingOf): Effect => {
  const organiser = assigneeFor(rules, subject)
  const kind = rules.templates.find(({ id }) => id === templateId)?.kind ?? 'meeting'
  const { ruleSets, maximumSize } = rulingsOf(rules, { organiser, kind, templateId, labelId })
  const policyIn = (policies: OrganisationRules['encryption' | 'meetings']['policies']): string =>
    [...policies].find(({ assignedTo }) => isFor(assignedTo, organiser))?.name ?? DEFAULT_POLICY
  return {
    licence: licenceOf(rules, organiser),
    mayUseTemplates: mayUseTemplates(rules, organiser),
    encryptionPolicy: policyIn(rules.encryption.policies),
    meetingPolicy: policyIn(rules.meetings.policies),
    maximumSize,
    options: resolveOptions(ruleSets, {}),
  }
}

/** Options that come out otherwise than with the rules that are saved. */
export const changedOptions = (before: Effect, after: Effect): ReadonlySet<OptionName> =>
  new Set(
    OPTION_NAMES.filter((name) => {
      const [was, is] = [before.options[name], after.options[name]]
      return was.value !== is.value || was.choices.join() !== is.choices.join() || was.hidden !== is.hidden
    }),
  )

/** Whom to ask about first, for something that is assigned: one of those that it is for. */
export const firstSubject = (assignedTo: { people: readonly string[]; groups: readonly string[] } | undefined): Subject => {
  const [group] = assignedTo?.groups ?? []
  if (group !== undefined) return { kind: 'group', id: group }
  const [person] = assignedTo?.people ?? []
  return person === undefined ? { kind: 'others' } : { kind: 'person', id: person, claimed: [] }
}
