import { EventEmitter } from 'node:events'
import { ParleyError } from '#shared/errors.ts'
import { type Assignee, isFor } from '#shared/policies/assigned-to.ts'
import { assigneeOf, isWeaker, licenceOf, mayUseTemplates, rulingsOf } from '#shared/policies/rule-sets.ts'
import { type Licence, NO_RULES, type OrganisationRules } from '#shared/policies/rules.ts'
import type { Choices, Made, Making, MeetingRulebook, Rulings } from '../meetings/rulings.ts'
import type { Database } from '../storage/database.ts'
import { claimedGroups, currentRevisions, readRules } from './tenant-tables.ts'

/** What an organisation rules now. */
export interface CurrentRules {
  readonly revision: number
  readonly rules: OrganisationRules
  readonly savedAt: number | undefined
  readonly savedBy: { personId: string; name: string } | undefined
}

export interface RulebookEvents {
  /** What holds in meetings of this organisation may be different now; where somebody is named, in those that they made. */
  changed: [tenant: string, organiserId: string | undefined]
}

const NOTHING_RULED: CurrentRules = { revision: 0, rules: NO_RULES, savedAt: undefined, savedBy: undefined }

/** Answers that are remembered for one organisation's rules. */
const REMEMBERED = 10_000

const NO_GROUPS: readonly string[] = []

/** The rules of all organisations in memory, where each meeting asks; what is in the database is `Rules`' to change. */
export class Rulebook implements MeetingRulebook {
  readonly events = new EventEmitter<RulebookEvents>()
  readonly #current = new Map<string, CurrentRules>()
  /** What providers say of people's groups, by organisation and person. */
  readonly #claimed = new Map<string, Map<string, readonly string[]>>()
  #answers = new WeakMap<OrganisationRules, Map<string, Rulings>>()

  static async load(database: Database): Promise<Rulebook> {
    const rulebook = new Rulebook()
    for (const row of await currentRevisions(database)) {
      const savedBy = { personId: row.by_person_id, name: row.by_name }
      const { tenant, revision, at } = row
      rulebook.#current.set(tenant, { revision, rules: readRules(row.rules), savedAt: at, savedBy })
    }
    for (const { tenant, id, claimed_groups } of await claimedGroups(database)) {
      rulebook.#claimedIn(tenant).set(id, JSON.parse(claimed_groups))
    }
    return rulebook
  }

  current(tenant: string): CurrentRules {
    return this.#current.get(tenant) ?? NOTHING_RULED
  }

  /** Rules that were saved. */
  replace(tenant: string, current: CurrentRules): void {
    if (current.revision <= this.current(tenant).revision) return
    this.#current.set(tenant, current)
    this.events.emit('changed', tenant, undefined)
  }

  /** Somebody has signed in, and this is what their provider says of their groups. */
  noteGroups(tenant: string, personId: string, groups: readonly string[]): void {
    const claimed = this.#claimedIn(tenant)
    const before = claimed.get(personId) ?? NO_GROUPS
    if (before.length === groups.length && before.every((group, at) => group === groups[at])) return
    claimed.set(personId, groups)
    this.events.emit('changed', tenant, personId)
  }

  licenceOf(tenant: string, personId: string): Licence {
    return licenceOf(this.current(tenant).rules, this.#assignee(tenant, personId))
  }

  rulingsFor({ tenant, organiser, kind, templateId, labelId }: Parameters<MeetingRulebook['rulingsFor']>[0]): Rulings {
    const { rules } = this.current(tenant)
    const key = JSON.stringify([organiser.id, kind, templateId, labelId, this.#claimed.get(tenant)?.get(organiser.id)])
    const answers = this.#answersFor(rules)
    const known = answers.get(key)
    if (known !== undefined) return known
    const rulings = {
      ...rulingsOf(rules, { organiser: this.#assignee(tenant, organiser.id), kind, templateId, labelId }),
      trusts: rules.settings.trusts,
      label: named(rules.labels.list, labelId),
      template: named(rules.templates, templateId),
      language: rules.settings.defaultLanguage,
      recordingNotice: rules.settings.recordingNotice ?? {},
    }
    if (answers.size >= REMEMBERED) answers.clear()
    answers.set(key, rulings)
    return rulings
  }

  choicesFor(tenant: string, personId: string): Choices {
    const { rules } = this.current(tenant)
    const { list, default: defaultLabel } = rules.labels
    return {
      templates: rules.templates.map(({ id, name, description, kind }) => ({ id, name, description, kind })),
      templatesNeed: mayUseTemplates(rules, this.#assignee(tenant, personId)) ? undefined : 'premium',
      labels: list.map(({ id, name, description }) => ({ id, name, description })),
      defaultLabel,
    }
  }

  make({ tenant, organiserId, templateId, labelId }: Making): Made {
    const { rules } = this.current(tenant)
    const template = rules.templates.find(({ id }) => id === templateId)
    if (templateId !== undefined && template === undefined) throw new ParleyError('NOT_FOUND', 'templateId')
    if (labelId !== undefined && named(rules.labels.list, labelId) === undefined) throw new ParleyError('NOT_FOUND', 'labelId')
    if (template !== undefined && !mayUseTemplates(rules, this.#assignee(tenant, organiserId))) {
      throw new ParleyError('LICENCE_MISSING', 'premium')
    }
    return { kind: template?.kind ?? 'meeting', templateId, labelId: labelId ?? rules.labels.default }
  }

  compareLabel(tenant: string, before: string | undefined, next: string): ReturnType<MeetingRulebook['compareLabel']> {
    const { rules } = this.current(tenant)
    const label = named(rules.labels.list, next)
    if (label === undefined) throw new ParleyError('NOT_FOUND', 'labelId')
    return { label, weaker: isWeaker(rules, before, next) }
  }

  isRecorded(tenant: string, personId: string): boolean {
    const { recorded } = this.current(tenant).rules.settings
    return recorded !== undefined && isFor(recorded, this.#assignee(tenant, personId))
  }

  /** ms for which an organisation keeps a recording after its end; undefined: until somebody deletes it. */
  recordingKeptFor(tenant: string, compliance: boolean): number | undefined {
    const { keptDays, complianceKeptDays } = this.current(tenant).rules.recordings
    const days = compliance ? complianceKeptDays : keptDays
    return days === undefined ? undefined : days * 86_400_000
  }

  #assignee(tenant: string, personId: string): Assignee {
    return assigneeOf(this.current(tenant).rules, personId, this.#claimed.get(tenant)?.get(personId) ?? NO_GROUPS)
  }

  #claimedIn(tenant: string): Map<string, readonly string[]> {
    const claimed = this.#claimed.get(tenant) ?? new Map<string, readonly string[]>()
    this.#claimed.set(tenant, claimed)
    return claimed
  }

  #answersFor(rules: OrganisationRules): Map<string, Rulings> {
    const answers = this.#answers.get(rules) ?? new Map<string, Rulings>()
    this.#answers.set(rules, answers)
    return answers
  }
}

const named = (
  list: readonly { id: string; name: string }[],
  wanted: string | undefined,
): { id: string; name: string } | undefined => {
  const found = list.find(({ id }) => id === wanted)
  return found === undefined ? undefined : { id: found.id, name: found.name }
}
