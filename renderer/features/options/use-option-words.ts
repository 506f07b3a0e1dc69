import type { TFunction } from 'i18next'
import { useTranslation } from 'react-i18next'
import type { EffectiveOption } from '#shared/meeting/effective-options.ts'
import { OPTION_VALUES, type OptionName } from '#shared/meeting/options.ts'
import { DEFAULT_POLICY } from '#shared/policies/rule-sets.ts'

/** Options that are more than their name says. */
const NOTED = ['lobby', 'presenting', 'microphones', 'cameras', 'recordingConsent', 'watermark', 'capturing', 'copying'] as const
type Noted = (typeof NOTED)[number]
const isNoted = (name: OptionName): name is Noted => (NOTED as readonly OptionName[]).includes(name)

export interface OptionWords {
  name(name: OptionName): string
  note(name: OptionName): string | undefined
  value(name: OptionName, value: string): string
  /** What keeps an option's other values from being chosen; undefined where nothing does. */
  bound(option: Pick<EffectiveOption, 'choices' | 'boundBy'>): string | undefined
}

/** Options and their values, in the language of `t`. */
export const optionWords = (t: TFunction): OptionWords => ({
  name: (name) => t(`options.name.${name}`),
  note: (name) => (isNoted(name) ? t(`options.note.${name}`) : undefined),
  value: (name, value) =>
    (OPTION_VALUES[name] as readonly string[]).includes(value) ? t(`options.value.${name}.${value}` as never) : value,
  bound: ({ choices, boundBy }) => {
    if (boundBy === undefined) return undefined
    const { source, name } = boundBy
    const how = choices.length === 1 ? 'locked' : 'narrowed'
    if (source === 'policy' && name === DEFAULT_POLICY) return t(`options.${how}.default`)
    const translated = source === 'licence' || source === 'kind'
    return t(`options.${how}.${source}`, { name: translated ? t(`options.${source}.${name}` as never) : name })
  },
})

/** In the person's language. */
export const useOptionWords = (): OptionWords => optionWords(useTranslation().t)
