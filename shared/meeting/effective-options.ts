/**
 * How a policy, a template, a label and the organiser's own choice become the options of a meeting. Each option comes with what
 * bound it, so that the screen can say why it is locked.
 */
import {
  DEFAULT_OPTIONS,
  type MeetingOptions,
  OPTION_NAMES,
  OPTION_VALUES,
  type OptionName,
  type OptionsChange,
  type OptionValue,
  strictnessOf,
} from './options.ts'

/** What an organisation says about one option. */
export interface Rule<N extends OptionName> {
  /** What it is where nobody chooses. */
  preset?: OptionValue<N> | undefined
  /** Nobody chooses. Where two fix different values, the stricter one holds. */
  fixed?: OptionValue<N> | undefined
  /** At least as strict as this. */
  atLeast?: OptionValue<N> | undefined
}
export type Rules = { readonly [N in OptionName]?: Rule<N> }

/** Where rules come from; the later, the closer to the meeting. */
export const RULE_SOURCES = ['policy', 'template', 'label'] as const
export type RuleSource = (typeof RULE_SOURCES)[number]

/** A named set of rules, as "Sales", "Board" or "Confidential". */
export interface RuleSet {
  source: RuleSource
  name: string
  rules: Rules
}

export interface EffectiveOption<N extends OptionName = OptionName> {
  value: OptionValue<N>
  /** What may be chosen, the widest first; one value where nobody chooses. */
  choices: readonly OptionValue<N>[]
  /** What keeps the other values from being chosen. */
  boundBy: { source: RuleSource; name: string } | undefined
}
export type EffectiveOptions = { readonly [N in OptionName]: EffectiveOption<N> }

const resolveOption = <N extends OptionName>(
  name: N,
  sets: readonly RuleSet[],
  chosen: OptionValue<N> | undefined,
): EffectiveOption<N> => {
  const values = OPTION_VALUES[name] as readonly OptionValue<N>[]
  const rules = sets
    .toSorted(bySource)
    .flatMap(({ source, name: setName, rules: { [name]: rule } }) =>
      rule === undefined ? [] : [{ ...(rule as Rule<N>), by: { source, name: setName } }],
    )
  // A demand is never weakened, whoever makes another; of two that are equal, the one closer to the meeting is told.
  const demands = rules.flatMap(({ fixed, atLeast, by }) =>
    [fixed, atLeast].flatMap((value) => (value === undefined ? [] : [{ strictness: strictnessOf(name, value), by }])),
  )
  const least = Math.max(0, ...demands.map(({ strictness }) => strictness))
  const isFixed = rules.some(({ fixed }) => fixed !== undefined)
  const choices = values.slice(least, isFixed ? least + 1 : undefined)
  const wished =
    chosen ?? rules.findLast(({ preset }) => preset !== undefined)?.preset ?? (DEFAULT_OPTIONS[name] as OptionValue<N>)
  return {
    value: choices.find((value) => value === wished) ?? choices[0] ?? wished,
    choices,
    boundBy: choices.length === values.length ? undefined : demands.findLast(({ strictness }) => strictness === least)?.by,
  }
}

const bySource = (a: RuleSet, b: RuleSet): number => RULE_SOURCES.indexOf(a.source) - RULE_SOURCES.indexOf(b.source)

/** The options of a meeting. A choice that is wider than the rules allow becomes the widest that they do. */
export const resolveOptions = (sets: readonly RuleSet[], chosen: OptionsChange): EffectiveOptions =>
  Object.fromEntries(OPTION_NAMES.map((name) => [name, resolveOption(name, sets, chosen[name])])) as EffectiveOptions

export const valuesOf = (effective: EffectiveOptions): MeetingOptions =>
  Object.fromEntries(OPTION_NAMES.map((name) => [name, effective[name].value])) as MeetingOptions

/** The first option of a change that the rules do not let an organiser choose. */
export const refusedIn = (sets: readonly RuleSet[], change: OptionsChange): OptionName | undefined => {
  const effective = resolveOptions(sets, {})
  return OPTION_NAMES.find((name) => {
    const wanted = change[name]
    return wanted !== undefined && !(effective[name].choices as readonly string[]).includes(wanted)
  })
}
