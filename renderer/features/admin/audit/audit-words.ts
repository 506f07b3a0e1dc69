/** Records of the audit log in the person's language. */
import type { TFunction } from 'i18next'
import { isAuditAct } from '#shared/audit/acts.ts'
import { AUDIT_SUBJECT_KINDS, type AuditActor, type AuditRecord, type AuditSubject, isPersonKind } from '#shared/audit/record.ts'
import type { AuditPerson } from '#shared/contract/admin.ts'
import { ROLES } from '#shared/meeting/roles.ts'
import { ADMIN_ROLES, SECTIONS } from '#shared/policies/admin-roles.ts'
import { LICENCES, type OrganisationRules } from '#shared/policies/rules.ts'
import type { Format } from '../../../ui/use-format.ts'

/** By pseudonym. */
export type KnownPeople = ReadonlyMap<string, AuditPerson>

export interface AuditWords {
  /** A name where it is known, otherwise the pseudonym, as such. */
  person(pseudonym: string, kind?: 'person' | 'guest'): string
  /** The name of whatever has this id in the rules, or among the people; the id where nothing is known to. */
  named(id: string): string
  actor(actor: AuditActor): string
  /** The role of an administrator in which somebody acted. */
  role(actor: AuditActor): string | undefined
  subject(subject: AuditSubject): string
  /** What a record says beside the rest: name and value of each. */
  details(record: AuditRecord): { name: string; value: string }[]
}

/** Ids of subjects that are one of a kind, and their words. */
const SINGLE = {
  'encryption:default': 'encryptionDefault',
  'encryption:order': 'encryptionOrder',
  'meetings:default': 'meetingsDefault',
  'meetings:order': 'meetingsOrder',
  'labels:default': 'labelsDefault',
  'labels:order': 'labelsOrder',
  organisation: 'organisation',
  rules: 'rules',
  default: 'everybody',
} as const
const isSingle = (id: string): id is keyof typeof SINGLE => Object.hasOwn(SINGLE, id)

/** Details that have a name, and values of theirs; others are shown as they are written. */
const DETAILS = [
  'role',
  'section',
  'licence',
  'people',
  'revision',
  'label',
  'before',
  'what',
  'shown',
  'records',
  'format',
  'meeting',
  'named',
  'to',
  'decision',
  'because',
  'missing',
  'from',
  'until',
  'after',
  'acts',
  'actor',
  'subject',
  'subjectKind',
  'outcome',
] as const
const VALUES = [
  'none',
  'lobby',
  'allowed',
  'refused',
  'reports',
  'directory',
  'unknown',
  'signedOut',
  'endedElsewhere',
  'invitationWithdrawn',
  'tokenReused',
  'surplus',
  'providerGone',
] as const

const among = <T extends string>(known: readonly T[], value: unknown): T | undefined => known.find((each) => each === value)

/** Everything of the rules that has an id and a name. */
const namedIn = ({ encryption, meetings, templates, labels, groups }: OrganisationRules): ReadonlyMap<string, string> =>
  new Map(
    [...encryption.policies, ...meetings.policies, ...templates, ...labels.list, ...groups].map(({ id, name }) => [id, name]),
  )

export interface Sources {
  t: TFunction
  format: Pick<Format, 'instant' | 'number'>
  /** As they are now, for the names of what is in them. */
  rules: OrganisationRules
  people: KnownPeople
}

export const auditWords = ({ t, format, rules, people }: Sources): AuditWords => {
  const names = namedIn(rules)
  const person: AuditWords['person'] = (pseudonym, kind = 'person') =>
    people.get(pseudonym)?.name ?? t(kind === 'guest' ? 'audit.guestPseudonym' : 'audit.pseudonym', { pseudonym })

  const nameOf = ({ kind, id }: AuditSubject): string => {
    if (kind === 'licence' && among(LICENCES, id) !== undefined) return t(`options.licence.${id}` as never)
    if (isSingle(id)) return t(`audit.subjectName.${SINGLE[id]}`)
    return names.get(id) ?? id
  }

  const roleOf = (value: unknown): string => {
    const [administrator, inMeeting] = [among(ADMIN_ROLES, value), among(ROLES, value)]
    if (administrator !== undefined) return t(`admin.role.${administrator}`)
    return inMeeting === undefined ? wordsOf(value) : t(`people.role.${inMeeting}`)
  }
  const wordsOf = (value: unknown): string => {
    const known = among(VALUES, value)
    return known === undefined ? named(String(value)) : t(`audit.value.${known}`)
  }
  const named = (id: string): string => names.get(id) ?? people.get(id)?.name ?? id

  const detailOf = (name: string, value: string | number | boolean): string => {
    if (typeof value === 'boolean') return t(value ? 'audit.yes' : 'audit.no')
    if (typeof value === 'number') return name === 'from' || name === 'until' ? format.instant(value) : format.number(value)
    const [section, licence, kind, outcome] = [
      among(SECTIONS, value),
      among(LICENCES, value),
      among(AUDIT_SUBJECT_KINDS, value),
      among(['done', 'refused'], value),
    ]
    if (name === 'role') return roleOf(value)
    if (name === 'section' && section !== undefined) return t(`admin.area.${section}`)
    if (name === 'licence' && licence !== undefined) return t(`options.licence.${licence}`)
    if (name === 'subjectKind' && kind !== undefined) return t(`audit.kind.${kind}`)
    if (name === 'outcome' && outcome !== undefined) return t(`audit.outcome.${outcome}`)
    if (name === 'acts')
      return value
        .split('/')
        .map((act) => (isAuditAct(act) ? t(`audit.act.${act}`) : act))
        .join(', ')
    return wordsOf(value)
  }

  return {
    person,
    named,
    actor: (actor) => (actor.kind === 'service' ? t('audit.service') : person(actor.id, actor.kind)),
    role: (actor) => {
      if (actor.kind === 'service' || actor.role === undefined) return undefined
      const role = among(ADMIN_ROLES, actor.role)
      return role === undefined ? actor.role : t(`admin.role.${role}`)
    },
    subject: (subject) => {
      const { kind, id } = subject
      if (isPersonKind(kind)) return person(id, kind === 'guest' ? 'guest' : 'person')
      // Everybody has one log.
      if (kind === 'log') return t('audit.kind.log')
      return t('audit.of', { kind: t(`audit.kind.${kind}`), name: nameOf(subject) })
    },
    details: ({ detail }) =>
      Object.entries(detail).map(([name, value]) => {
        const known = among(DETAILS, name)
        return { name: known === undefined ? name : t(`audit.detail.${known}`), value: detailOf(name, value) }
      }),
  }
}
