/**
 * How a policy, a template, a label and the organiser's own choice become the options of a meeting. Each option comes with what
 * bound it, so that the screen can say why it is locked.
 */
import { WHEN_ENCRYPTED } from '../encryption/turned-off.ts'
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
  /** At least as strict as this: a demand, which nothing weakens. */
  atLeast?: OptionValue<N> | undefined
  /** Organisers may choose nothing stricter: a bound on what they choose, not on what others demand. */
  atMost?: OptionValue<N> | undefined
  /** Organisers don't see it. */
  hidden?: boolean | undefined
}
export type Rules = { readonly [N in OptionName]?: Rule<N> }

/** Where rules come from; the later, the closer to the meeting. The last is the meeting's own: what it can't do while it is encrypted. */
export const RULE_SOURCES = ['kind', 'licence', 'policy', 'template', 'label', 'encryption'] as const
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
  boundBy: RuleOrigin | undefined
  /** Organisers don't see it. */
  hidden: boolean
}
export interface RuleOrigin {
  source: RuleSource
  name: string
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
  const bounds = rules.flatMap(({ atMost, by }) => (atMost === undefined ? [] : [{ strictness: strictnessOf(name, atMost), by }]))
  const bound = Math.min(values.length - 1, ...bounds.map(({ strictness }) => strictness))
  const most = isFixed ? least : Math.max(least, bound)
  const choices = values.slice(least, most + 1)
  const wished =
    chosen ?? rules.findLast(({ preset }) => preset !== undefined)?.preset ?? (DEFAULT_OPTIONS[name] as OptionValue<N>)
  const binding =
    demands.findLast(({ strictness }) => strictness === least && (isFixed || least > 0)) ??
    bounds.findLast(({ strictness }) => strictness === bound)
  return {
    value: choices.find((value) => value === wished) ?? nearest(choices, strictnessOf(name, wished) > most) ?? wished,
    choices,
    boundBy: choices.length === values.length ? undefined : binding?.by,
    hidden: rules.some(({ hidden }) => hidden === true),
  }
}

/** The end of what may be chosen on the side of what was wished. */
const nearest = <T>(choices: readonly T[], isBeyond: boolean): T | undefined => choices.at(isBeyond ? -1 : 0)

const bySource = (a: RuleSet, b: RuleSet): number => RULE_SOURCES.indexOf(a.source) - RULE_SOURCES.indexOf(b.source)

/**
 * The options of a meeting. A choice that the rules don't allow becomes the nearest that they do. While the meeting takes place it
 * is encrypted or not as it was at its start, `running`: whatever is chosen or ruled meanwhile is for the next time.
 */
export const resolveOptions = (
  sets: readonly RuleSet[],
  chosen: OptionsChange,
  running?: OptionValue<'encryption'>,
): EffectiveOptions => {
  const ruled = resolveOption('encryption', sets, chosen.encryption)
  const encryption = running === undefined ? ruled : { ...ruled, value: running, choices: [running] }
  const all = encryption.value === 'on' ? [...sets, WHEN_ENCRYPTED] : sets
  return Object.fromEntries(
    OPTION_NAMES.map((name) => [name, name === 'encryption' ? encryption : resolveOption(name, all, chosen[name])]),
  ) as EffectiveOptions
}

export const valuesOf = (effective: EffectiveOptions): MeetingOptions =>
  Object.fromEntries(OPTION_NAMES.map((name) => [name, effective[name].value])) as MeetingOptions

/**
 * The first option of a change that the rules do not let an organiser choose. What encryption turns off can't be chosen where the
 * meeting is to be encrypted: by the change, by what was `chosen` before or by what it is while it is `running`.
 */
export const refusedIn = (
  sets: readonly RuleSet[],
  change: OptionsChange,
  chosen: OptionsChange = {},
  running?: OptionValue<'encryption'>,
): OptionName | undefined => {
  const encryption = change.encryption ?? chosen.encryption
  const effective = resolveOptions(sets, encryption === undefined ? {} : { encryption }, running)
  return OPTION_NAMES.find((name) => {
    const wanted = change[name]
    return wanted !== undefined && !(effective[name].choices as readonly string[]).includes(wanted)
  })
}
