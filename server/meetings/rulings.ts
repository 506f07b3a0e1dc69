import type { PrivacyNotice } from '#shared/contract/recording.ts'
import { ParleyError } from '#shared/errors.ts'
import type { MeetingKind } from '#shared/meeting/kinds.ts'
import { LIMITS } from '#shared/meeting/limits.ts'
import type { MeetingRulings } from '#shared/policies/rule-sets.ts'
import type { SpokenLanguage } from '#shared/settings.ts'
import type { MeetingRecord } from './meeting-records.ts'

interface Named {
  readonly id: string
  readonly name: string
}

/** What the rules of its organisation say about one meeting. */
export interface Rulings extends MeetingRulings {
  /** The organisations that the rules trust, beside those that the service's configuration names. */
  readonly trusts: readonly string[]
  readonly label: Named | undefined
  readonly template: Named | undefined
  /** For whoever prefers no language that there is a catalogue for. */
  readonly language: SpokenLanguage
  /** What whoever is recorded is told. */
  readonly recordingNotice: PrivacyNotice
}

/** What somebody can make a meeting with. */
export interface Choices {
  readonly templates: readonly (Named & { readonly description: string; readonly kind: MeetingKind })[]
  /** The licence that is missing for them. */
  readonly templatesNeed: 'premium' | undefined
  /** The least strict first. */
  readonly labels: readonly (Named & { readonly description: string })[]
  readonly defaultLabel: string | undefined
}

/** Who makes a meeting, and with what. */
export interface Making {
  readonly tenant: string
  readonly organiserId: string
  readonly templateId: string | undefined
  readonly labelId: string | undefined
}

export interface Made {
  readonly kind: MeetingKind
  readonly templateId: string | undefined
  readonly labelId: string | undefined
}

/** The rules of organisations, as far as meetings are made and held by them. */
export interface MeetingRulebook {
  rulingsFor(meeting: Pick<MeetingRecord, 'tenant' | 'organiser' | 'kind' | 'templateId' | 'labelId'>): Rulings
  choicesFor(tenant: string, personId: string): Choices
  /** Throws NOT_FOUND, or LICENCE_MISSING with the licence's name. */
  make(making: Making): Made
  /** A label, and whether it protects less than the one that there is. Throws NOT_FOUND. */
  compareLabel(tenant: string, before: string | undefined, next: string): { label: Named; weaker: boolean }
  /** Whether somebody of an organisation must be recorded in all their meetings. */
  isRecorded(tenant: string, personId: string): boolean
}

export const NO_RULINGS: Rulings = {
  ruleSets: [],
  maximumSize: { value: LIMITS.participants, boundBy: undefined },
  trusts: [],
  label: undefined,
  template: undefined,
  language: 'en',
  recordingNotice: {},
}

/** Where nobody has ruled anything. */
export const NO_RULEBOOK: MeetingRulebook = {
  rulingsFor: () => NO_RULINGS,
  choicesFor: () => ({ templates: [], templatesNeed: undefined, labels: [], defaultLabel: undefined }),
  make: ({ templateId, labelId }) => {
    if (templateId !== undefined || labelId !== undefined) throw new ParleyError('NOT_FOUND', 'templateId')
    return { kind: 'meeting', templateId, labelId }
  },
  compareLabel: () => {
    throw new ParleyError('NOT_FOUND', 'labelId')
  },
  isRecorded: () => false,
}
