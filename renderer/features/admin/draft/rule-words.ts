/** What a rule says about an option, in the person's language. */
import type { TFunction } from 'i18next'
import type { OptionName } from '#shared/meeting/options.ts'
import type { Section } from '#shared/policies/admin-roles.ts'
import type { Json } from '#shared/policies/changes.ts'
import type { Label, MeetingRules, Template, TemplateMode } from '#shared/policies/rules.ts'
import { optionWords } from '../../options/use-option-words.ts'

type MeetingRule = NonNullable<MeetingRules['options'][OptionName]>

export interface RuleWords {
  meeting(name: OptionName, rule: MeetingRule | undefined): string
  template(name: OptionName, rule: { mode: TemplateMode; value: string } | undefined): string
  label(name: OptionName, atLeast: string | undefined): string
  /** The rule of an option as it stands in the rules of this section. */
  ofOption(section: Section, name: OptionName, rule: Json | undefined): string
}

export const ruleWords = (t: TFunction): RuleWords => {
  const options = optionWords(t)
  const free = t('admin.rule.free')
  const words: Omit<RuleWords, 'ofOption'> = {
    meeting: (name, rule = {}) => {
      const { fixed, atLeast, preset } = rule
      const value = (given: string): string => options.value(name, given)
      const parts = [
        ...(fixed === undefined ? [] : [t('admin.rule.fixed', { value: value(fixed) })]),
        ...(atLeast === undefined ? [] : [t('admin.rule.atLeast', { value: value(atLeast) })]),
        // It starts as nothing else than what it always is.
        ...(preset === undefined || fixed !== undefined ? [] : [t('admin.rule.preset', { value: value(preset) })]),
      ]
      return parts.length === 0 ? free : parts.join(', ')
    },
    template: (name, rule) => {
      if (rule === undefined) return t('admin.rule.notSet')
      return t(`admin.rule.${rule.mode}`, { value: options.value(name, rule.value) })
    },
    label: (name, atLeast) =>
      atLeast === undefined ? t('admin.rule.notSet') : t('admin.rule.atLeast', { value: options.value(name, atLeast) }),
  }
  return {
    ...words,
    ofOption: (section, name, rule) => {
      if (section === 'templates') return words.template(name, rule as Template['options'][OptionName])
      if (section === 'labels') return words.label(name, rule as Label['atLeast'][OptionName])
      return words.meeting(name, rule as MeetingRule | undefined)
    },
  }
}
