import { useTranslation } from 'react-i18next'
import { OPTION_VALUES, type OptionName } from '#shared/meeting/options.ts'

/** Options that are more than their name says. */
const NOTED = ['lobby', 'presenting', 'microphones', 'cameras', 'watermark'] as const
type Noted = (typeof NOTED)[number]
const isNoted = (name: OptionName): name is Noted => (NOTED as readonly OptionName[]).includes(name)

export interface OptionWords {
  name(name: OptionName): string
  note(name: OptionName): string | undefined
  value(name: OptionName, value: string): string
}

/** Options and their values, in the person's language. */
export const useOptionWords = (): OptionWords => {
  const { t } = useTranslation()
  return {
    name: (name) => t(`options.name.${name}`),
    note: (name) => (isNoted(name) ? t(`options.note.${name}`) : undefined),
    value: (name, value) =>
      (OPTION_VALUES[name] as readonly string[]).includes(value) ? t(`options.value.${name}.${value}` as never) : value,
  }
}
