/** From an organisation's rules to those of one meeting. */
import type { RuleOrigin, RuleSet, Rules } from '../meeting/effective-options.ts'
import { KIND_RULES, type MeetingKind } from '../meeting/kinds.ts'
import { LIMITS } from '../meeting/limits.ts'
import { type AssignedTo, type Assignee, isFor } from './assigned-to.ts'
import type { EncryptionRule, Group, Label, Licence, MeetingRules, OrganisationRules, Template } from './rules.ts'

/** Somebody of the organisation: `claimed` are the groups that the identity provider says they are in. */
export const assigneeOf = (rules: Pick<OrganisationRules, 'groups'>, id: string, claimed: readonly string[]): Assignee => {
  const holds = ({ members, claimValues }: Group): boolean =>
    members.includes(id) || claimValues.some((value) => claimed.includes(value))
  return { id, groups: new Set(rules.groups.filter(holds).map((group) => group.id)) }
}

const firstFor = <T extends { assignedTo: AssignedTo }>(policies: readonly T[], assignee: Assignee): T | undefined =>
  policies.find(({ assignedTo }) => isFor(assignedTo, assignee))

export const licenceOf = ({ licences }: Pick<OrganisationRules, 'licences'>, assignee: Assignee): Licence =>
  isFor(licences.premium, assignee) ? 'premium' : licences.default

/** Templates are for those who have the premium licence. */
export const mayUseTemplates = (rules: Pick<OrganisationRules, 'licences'>, assignee: Assignee): boolean =>
  licenceOf(rules, assignee) === 'premium'

/** The name of the policy that is for whom no other is: it has none. */
export const DEFAULT_POLICY = ''

/** What the premium licence is for. Labels force it all the same: what protects is not for sale. */
const PREMIUM: Rules = { encryption: { atMost: 'off' }, watermark: { atMost: 'off' } }

const templateRules = ({ options }: Template): Rules =>
  Object.fromEntries(
    Object.entries(options).map(([name, { mode, value }]) => [
      name,
      mode === 'preset' ? { preset: value } : { fixed: value, hidden: mode === 'hidden' },
    ]),
  )

const labelRules = ({ atLeast }: Label): Rules =>
  Object.fromEntries(Object.entries(atLeast).map(([name, value]) => [name, { atLeast: value }]))

export interface MeetingQuestion {
  /** Whoever made the meeting: their policies and licence are its own. */
  organiser: Assignee
  kind: MeetingKind
  templateId: string | undefined
  labelId: string | undefined
}

export interface MeetingRulings {
  /** For `resolveOptions`. */
  ruleSets: readonly RuleSet[]
  /** People in it at once, and what says so; the service's own limit where nothing does. */
  maximumSize: { value: number; boundBy: RuleOrigin | undefined }
}

const encryptionRules = (encryption: EncryptionRule): Rules =>
  encryption === 'notEnabled' ? { encryption: { atMost: 'off' } } : {}

/** What holds in a meeting. A template or label that is no longer there binds nothing any more. */
export const rulingsOf = (
  rules: OrganisationRules,
  { organiser, kind, templateId, labelId }: MeetingQuestion,
): MeetingRulings => {
  const encryption = firstFor(rules.encryption.policies, organiser)
  const meetings = firstFor(rules.meetings.policies, organiser)
  const meetingRules: MeetingRules = meetings?.rules ?? rules.meetings.default
  const template = rules.templates.find(({ id }) => id === templateId)
  const label = rules.labels.list.find(({ id }) => id === labelId)
  const policyOf = (found: { name: string } | undefined): string => found?.name ?? DEFAULT_POLICY

  const ruleSets: RuleSet[] = [
    { source: 'policy', name: policyOf(encryption), rules: encryptionRules(encryption?.encryption ?? rules.encryption.default) },
    { source: 'policy', name: policyOf(meetings), rules: meetingRules.options },
    { source: 'kind', name: kind, rules: KIND_RULES[kind] },
  ]
  if (licenceOf(rules, organiser) === 'standard') ruleSets.push({ source: 'licence', name: 'premium', rules: PREMIUM })
  if (template !== undefined) ruleSets.push({ source: 'template', name: template.name, rules: templateRules(template) })
  if (label !== undefined) ruleSets.push({ source: 'label', name: label.name, rules: labelRules(label) })

  const sizes: { value: number; boundBy: RuleOrigin }[] = []
  const addSize = (value: number | undefined, source: RuleOrigin['source'], name: string): void => {
    if (value !== undefined && value < LIMITS.participants) sizes.push({ value, boundBy: { source, name } })
  }
  addSize(meetingRules.maximumSize, 'policy', policyOf(meetings))
  if (template !== undefined) addSize(template.maximumSize, 'template', template.name)
  const [smallest] = sizes.toSorted((one, other) => one.value - other.value)
  return { ruleSets, maximumSize: smallest ?? { value: LIMITS.participants, boundBy: undefined } }
}

/** Whether a meeting with `next` could be less protected than with `before`: that takes a justification. */
export const isWeaker = (
  rules: { labels: { list: readonly { id: string }[] } },
  before: string | undefined,
  next: string | undefined,
): boolean => {
  const rankOf = (id: string | undefined): number => rules.labels.list.findIndex((label) => label.id === id)
  return rankOf(next) < rankOf(before)
}
