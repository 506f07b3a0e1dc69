/**
 * All that an organisation rules, as one document: it is read, saved, compared, exported and brought back as a whole, so nothing in
 * it can refer to what is not there. Lists are in order of precedence, the first first.
 */
import { z } from 'zod'
import { Id, MeetingKind } from '../contract/common.ts'
import { NOTICE_LIMITS } from '../contract/recording.ts'
import { LIMITS } from '../meeting/limits.ts'
import { MeetingOptionsSchema, OPTION_NAMES, OPTION_VALUES } from '../meeting/options.ts'
import { SPOKEN_LANGUAGES } from '../settings.ts'
import { ADMIN_ROLES } from './admin-roles.ts'
import { AssignedTo, NOBODY } from './assigned-to.ts'
import { DEFAULT_RECORDING_RULES, RecordingRules } from './recording-rules.ts'

const Name = z.string().trim().min(1).max(60)
const Description = z.string().trim().max(300)
const Size = z.int().min(2).max(LIMITS.participants)

/** Whether organisers can turn on end-to-end encryption. */
export const ENCRYPTION_RULES = ['notEnabled', 'usersCanEnable'] as const
export const EncryptionRule = z.enum(ENCRYPTION_RULES)
export type EncryptionRule = z.infer<typeof EncryptionRule>

export const EncryptionPolicy = z.strictObject({ id: Id, name: Name, assignedTo: AssignedTo, encryption: EncryptionRule })
export type EncryptionPolicy = z.infer<typeof EncryptionPolicy>

/** What rules can be that a type can't say. */
export const RULE_COMPLAINTS = ['idTwice', 'nameTwice', 'personTwice', 'groupGone', 'labelGone', 'encryptionElsewhere'] as const
export type RuleComplaint = (typeof RULE_COMPLAINTS)[number]

const complaint = (what: RuleComplaint) => ({ error: what, params: { complaint: what } })

const optionRules = Object.fromEntries(
  OPTION_NAMES.map((name) => {
    const value = z.enum(OPTION_VALUES[name])
    return [name, z.strictObject({ preset: value, fixed: value, atLeast: value }).partial()]
  }),
)
type OptionRules = {
  [N in keyof typeof OPTION_VALUES]?: {
    [R in 'preset' | 'fixed' | 'atLeast']?: (typeof OPTION_VALUES)[N][number] | undefined
  }
}
/** What may be chosen of each option, and what it is where nobody chooses. Encryption has policies of its own. */
export const MeetingRules = z.strictObject({
  options: z
    .strictObject(optionRules)
    .partial()
    .refine((options) => !('encryption' in options), complaint('encryptionElsewhere')) as unknown as z.ZodType<OptionRules>,
  /** People in one meeting. */
  maximumSize: Size.optional(),
})
export type MeetingRules = z.infer<typeof MeetingRules>

export const MeetingPolicy = z.strictObject({ id: Id, name: Name, assignedTo: AssignedTo, rules: MeetingRules })
export type MeetingPolicy = z.infer<typeof MeetingPolicy>

/** `fixed`: organisers see it and can't change it. `hidden`: fixed, and not shown to them. */
export const TEMPLATE_MODES = ['preset', 'fixed', 'hidden'] as const
export const TemplateMode = z.enum(TEMPLATE_MODES)
export type TemplateMode = z.infer<typeof TemplateMode>

const templateOptions = Object.fromEntries(
  OPTION_NAMES.map((name) => [name, z.strictObject({ mode: TemplateMode, value: z.enum(OPTION_VALUES[name]) })]),
)
type TemplateOptions = {
  [N in keyof typeof OPTION_VALUES]?: { mode: TemplateMode; value: (typeof OPTION_VALUES)[N][number] } | undefined
}

/** Options for one kind of meeting, as "Board" or "Interview". */
export const Template = z.strictObject({
  id: Id,
  name: Name,
  description: Description,
  kind: MeetingKind,
  options: z.strictObject(templateOptions).partial() as unknown as z.ZodType<TemplateOptions>,
  maximumSize: Size.optional(),
})
export type Template = z.infer<typeof Template>

/** What a meeting with this label is at least. */
export const Label = z.strictObject({
  id: Id,
  name: Name,
  description: Description,
  atLeast: MeetingOptionsSchema.partial(),
})
export type Label = z.infer<typeof Label>

export const LICENCES = ['standard', 'premium'] as const
export const Licence = z.enum(LICENCES)
export type Licence = z.infer<typeof Licence>

/** People of the organisation: named ones, and those whom the identity provider's claim for groups says so of. */
export const Group = z.strictObject({
  id: Id,
  name: Name,
  members: z.array(Id).max(20_000),
  claimValues: z.array(z.string().min(1).max(200)).max(100),
})
export type Group = z.infer<typeof Group>

export const Administrator = z.strictObject({ personId: Id, role: z.enum(ADMIN_ROLES) })
export type Administrator = z.infer<typeof Administrator>

const HttpsAddress = z
  .string()
  .trim()
  .max(NOTICE_LIMITS.address)
  .regex(/^https:\/\/[^\s/?#@]+(?:[/?#]\S*)?$/)

/** What the organisation tells whoever is recorded in its meetings, and where more is said. */
export const RecordingNotice = z.strictObject({
  text: z.string().trim().min(1).max(NOTICE_LIMITS.text).optional(),
  address: HttpsAddress.optional(),
})
export type RecordingNotice = z.infer<typeof RecordingNotice>

export const OrganisationSettings = z.strictObject({
  /** What meetings are shown in to whoever prefers no language that there is a catalogue for. */
  defaultLanguage: z.enum(SPOKEN_LANGUAGES),
  /** Ids of organisations whose people count as trusted. */
  trusts: z.array(z.string().min(1).max(500)).max(200),
  /** Whose meetings must all be recorded: they don't come into end-to-end encrypted ones. Nobody's where absent. */
  recorded: AssignedTo.optional(),
  recordingNotice: RecordingNotice.optional(),
})
export type OrganisationSettings = z.infer<typeof OrganisationSettings>

const isUnique = (values: readonly string[]): boolean => new Set(values).size === values.length

export const OrganisationRules = z
  .strictObject({
    /** The default is for whom no policy is assigned to; there is always one. */
    encryption: z.strictObject({ policies: z.array(EncryptionPolicy).max(100), default: EncryptionRule }),
    meetings: z.strictObject({ policies: z.array(MeetingPolicy).max(100), default: MeetingRules }),
    templates: z.array(Template).max(100),
    /** The least strict first. */
    labels: z.strictObject({ list: z.array(Label).max(50), default: Id.optional() }),
    licences: z.strictObject({ default: Licence, premium: AssignedTo }),
    groups: z.array(Group).max(500),
    administrators: z.array(Administrator).max(1_000),
    // Rules that were saved before there were any of these have none.
    recordings: RecordingRules.default(DEFAULT_RECORDING_RULES),
    settings: OrganisationSettings,
  })
  .check(({ value, issues }) => {
    const complain = (what: RuleComplaint, ...path: (string | number)[]): void => {
      issues.push({ code: 'custom', message: what, params: complaint(what).params, path, input: undefined })
    }
    const lists: [string[], readonly { id: string; name: string }[]][] = [
      [['encryption', 'policies'], value.encryption.policies],
      [['meetings', 'policies'], value.meetings.policies],
      [['templates'], value.templates],
      [['labels', 'list'], value.labels.list],
      [['groups'], value.groups],
    ]
    for (const [path, list] of lists) {
      if (!isUnique(list.map(({ id }) => id))) complain('idTwice', ...path)
      if (!isUnique(list.map(({ name }) => name.toLowerCase()))) complain('nameTwice', ...path)
    }
    if (!isUnique(value.administrators.map(({ personId }) => personId))) complain('personTwice', 'administrators')

    const groups = new Set(value.groups.map(({ id }) => id))
    const assignments: [(string | number)[], AssignedTo][] = [
      ...value.encryption.policies.map(({ assignedTo }, at): [(string | number)[], AssignedTo] => [
        ['encryption', 'policies', at, 'assignedTo'],
        assignedTo,
      ]),
      ...value.meetings.policies.map(({ assignedTo }, at): [(string | number)[], AssignedTo] => [
        ['meetings', 'policies', at, 'assignedTo'],
        assignedTo,
      ]),
      [['licences', 'premium'], value.licences.premium],
      [['settings', 'recorded'], value.settings.recorded ?? NOBODY],
    ]
    for (const [path, { groups: named }] of assignments) {
      if (named.some((id) => !groups.has(id))) complain('groupGone', ...path, 'groups')
    }
    const { default: labelId, list } = value.labels
    if (labelId !== undefined && list.every(({ id }) => id !== labelId)) complain('labelGone', 'labels', 'default')
  })
export type OrganisationRules = z.infer<typeof OrganisationRules>

/** Where nobody has ruled anything. Every feature is there; who may do what is the organiser's. */
export const NO_RULES: OrganisationRules = {
  encryption: { policies: [], default: 'usersCanEnable' },
  meetings: { policies: [], default: { options: {} } },
  templates: [],
  labels: { list: [] },
  licences: { default: 'premium', premium: NOBODY },
  groups: [],
  administrators: [],
  recordings: DEFAULT_RECORDING_RULES,
  settings: { defaultLanguage: 'en', trusts: [] },
}
