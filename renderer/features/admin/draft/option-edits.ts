/** Changes of one option's rule in a meeting policy: pure. */
import type { OptionName } from '#shared/meeting/options.ts'
import type { MeetingRules } from '#shared/policies/rules.ts'

export type MeetingRule = NonNullable<MeetingRules['options'][OptionName]>

/** What the control for "what may be chosen" says: one of the two, and the stronger where a rule has both. */
export type Bound = { how: 'free' } | { how: 'atLeast' | 'fixed'; value: string }

export const boundOf = ({ fixed, atLeast }: MeetingRule): Bound => {
  if (fixed !== undefined) return { how: 'fixed', value: fixed }
  return atLeast === undefined ? { how: 'free' } : { how: 'atLeast', value: atLeast }
}

const isEmpty = (rule: MeetingRule): boolean => Object.values(rule).every((value) => value === undefined)

/** Nothing where it says nothing. */
const orNothing = (rule: MeetingRule): MeetingRule | undefined => (isEmpty(rule) ? undefined : rule)

/**
 * With another bound. A demand (`atLeast`) beside a fixed value was written in a file: it stays, since it was not what was edited,
 * until organisers are to choose freely or another demand takes its place.
 */
export const withBound = (rule: MeetingRule, bound: Bound): MeetingRule | undefined => {
  const { fixed, atLeast, ...rest } = rule
  if (bound.how === 'free') return orNothing(rest)
  if (bound.how === 'atLeast') return { ...rest, atLeast: bound.value } as MeetingRule
  const beside = fixed === undefined ? undefined : atLeast
  return { ...rest, ...(beside === undefined ? {} : { atLeast: beside }), fixed: bound.value } as MeetingRule
}

/** With what it starts as; undefined for as usual. */
export const withPreset = (rule: MeetingRule, preset: string | undefined): MeetingRule | undefined => {
  const { preset: _before, ...rest } = rule
  return orNothing(preset === undefined ? rest : ({ ...rest, preset } as MeetingRule))
}
