import { makeStyles, mergeClasses, Select, Text, tokens } from '@fluentui/react-components'
import { type ReactNode, useId } from 'react'
import { useTranslation } from 'react-i18next'
import { OPTION_VALUES, type OptionName } from '#shared/meeting/options.ts'
import { type Label, type MeetingRules, TEMPLATE_MODES, type Template, TemplateMode } from '#shared/policies/rules.ts'
import { Heading } from '../../../ui/Heading.tsx'
import { OPTION_GROUP_NAMES, OPTION_GROUPS } from '../../options/option-groups.ts'
import { useOptionWords } from '../../options/use-option-words.ts'
import { type Bound, boundOf, type MeetingRule, withBound, withPreset } from '../draft/option-edits.ts'
import { ruleWords } from '../draft/rule-words.ts'

const useStyles = makeStyles({
  groups: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalXXL },
  group: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalM },
  row: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1.2fr) minmax(0, 1.4fr) minmax(0, 1fr)',
    alignItems: 'center',
    gap: `${tokens.spacingVerticalXS} ${tokens.spacingHorizontalM}`,
    '& select': { minWidth: 0, width: '100%' },
    '@container (max-width: 720px)': {
      gridTemplateColumns: 'minmax(0, 1fr) minmax(0, 1.7fr)',
      '& > :first-child': { gridColumn: '1 / -1' },
      '& > :nth-child(2):last-child': { gridColumn: '1 / -1' },
    },
    '@container (max-width: 420px)': {
      gridTemplateColumns: 'minmax(0, 1fr)',
      paddingBottom: tokens.spacingVerticalS,
    },
  },
  /** Both controls say a value in words: side by side they would be cut off. */
  wordy: {
    '@container (max-width: 720px)': { gridTemplateColumns: 'minmax(0, 1fr)', paddingBottom: tokens.spacingVerticalS },
  },
  /** Below the controls of its row. */
  beside: {
    gridColumn: '2 / -1',
    color: tokens.colorNeutralForeground3,
    '@container (max-width: 720px)': { gridColumn: '1 / -1' },
  },
})

interface RowsProps {
  without?: readonly OptionName[]
  wordy?: boolean
  row(name: OptionName): ReactNode
}

/** One row for each option, in the groups that organisers know. */
const OptionRows = ({ without = [], wordy = false, row }: RowsProps) => {
  const styles = useStyles()
  const { t } = useTranslation()
  const words = useOptionWords()
  const id = useId()
  return (
    <div className={styles.groups}>
      {OPTION_GROUP_NAMES.map((group) => (
        <section key={group} className={styles.group} aria-labelledby={`${id}-${group}`}>
          <Heading level={3} id={`${id}-${group}`}>
            {t(`options.groups.${group}`)}
          </Heading>
          {(OPTION_GROUPS[group] as readonly OptionName[])
            .filter((name) => !without.includes(name))
            .map((name) => (
              <div key={name} className={mergeClasses(styles.row, wordy && styles.wordy)}>
                <Text>{words.name(name)}</Text>
                {row(name)}
              </div>
            ))}
        </section>
      ))}
    </div>
  )
}

const valuesOf = (name: OptionName): readonly string[] => OPTION_VALUES[name]

interface MeetingProps {
  options: MeetingRules['options']
  /** May only be read: then the rules are texts. */
  disabled: boolean
  onChange(options: MeetingRules['options']): void
}

/** Options without one that says nothing. */
const withRule = <T extends object>(options: T, name: OptionName, rule: unknown): T => {
  const { [name as keyof T]: _before, ...rest } = options
  return (rule === undefined ? rest : { ...rest, [name]: rule }) as T
}

/** A bound as the value of a control, and back. */
const keyOf = (bound: Bound): string => (bound.how === 'free' ? '' : `${bound.how} ${bound.value}`)
const boundOfKey = (key: string): Bound => {
  const [how, value = ''] = key.split(' ')
  return how === 'atLeast' || how === 'fixed' ? { how, value } : { how: 'free' }
}

/** What a policy lets organisers choose of each option, and what it starts as. */
export const MeetingOptionRules = ({ options, disabled, onChange }: MeetingProps) => {
  const styles = useStyles()
  const { t } = useTranslation()
  const words = useOptionWords()
  const rules = ruleWords(t)
  const change = (name: OptionName, rule: MeetingRule | undefined): void => onChange(withRule(options, name, rule))
  return (
    <OptionRows
      wordy
      without={['encryption']}
      row={(name) => {
        const rule: MeetingRule = options[name] ?? {}
        const { fixed, atLeast, preset = '' } = rule
        if (disabled) return <Text>{rules.meeting(name, rule)}</Text>
        const values = valuesOf(name)
        return (
          <>
            <Select
              aria-label={t('admin.rule.boundOf', { option: words.name(name) })}
              value={keyOf(boundOf(rule))}
              onChange={(_event, data) => change(name, withBound(rule, boundOfKey(data.value)))}
            >
              <option value="">{t('admin.rule.free')}</option>
              <optgroup label={t('admin.rule.atLeastGroup')}>
                {values.slice(1).map((value) => (
                  <option key={value} value={`atLeast ${value}`}>
                    {t('admin.rule.atLeast', { value: words.value(name, value) })}
                  </option>
                ))}
              </optgroup>
              <optgroup label={t('admin.rule.fixedGroup')}>
                {values.map((value) => (
                  <option key={value} value={`fixed ${value}`}>
                    {t('admin.rule.fixed', { value: words.value(name, value) })}
                  </option>
                ))}
              </optgroup>
            </Select>
            <Select
              aria-label={t('admin.rule.presetOf', { option: words.name(name) })}
              disabled={fixed !== undefined}
              value={fixed === undefined ? preset : ''}
              onChange={(_event, data) => change(name, withPreset(rule, data.value === '' ? undefined : data.value))}
            >
              <option value="">{t(fixed === undefined ? 'admin.rule.usual' : 'admin.rule.asFixed')}</option>
              {values.map((value) => (
                <option key={value} value={value}>
                  {t('admin.rule.preset', { value: words.value(name, value) })}
                </option>
              ))}
            </Select>
            {fixed === undefined || atLeast === undefined ? null : (
              <Text size={200} className={styles.beside}>
                {t('admin.rule.beside', { value: words.value(name, atLeast) })}
              </Text>
            )}
          </>
        )
      }}
    />
  )
}

interface TemplateProps {
  options: Template['options']
  disabled: boolean
  onChange(options: Template['options']): void
}

/** What a template says of each option, and whether organisers see it. */
export const TemplateOptionRules = ({ options, disabled, onChange }: TemplateProps) => {
  const { t } = useTranslation()
  const words = useOptionWords()
  const rules = ruleWords(t)
  return (
    <OptionRows
      row={(name) => {
        const rule = options[name]
        if (disabled) return <Text>{rules.template(name, rule)}</Text>
        const values = valuesOf(name)
        const change = (mode: string, value: string | undefined): void => {
          const known = TemplateMode.safeParse(mode)
          onChange(withRule(options, name, known.success ? { mode: known.data, value: value ?? values[0] } : undefined))
        }
        return (
          <>
            <Select
              aria-label={t('admin.rule.modeOf', { option: words.name(name) })}
              value={rule?.mode ?? ''}
              onChange={(_event, data) => change(data.value, rule?.value)}
            >
              <option value="">{t('admin.rule.notSet')}</option>
              {TEMPLATE_MODES.map((mode) => (
                <option key={mode} value={mode}>
                  {t(`admin.rule.mode.${mode}`)}
                </option>
              ))}
            </Select>
            <Select
              aria-label={t('admin.rule.valueOf', { option: words.name(name) })}
              disabled={rule === undefined}
              value={rule?.value ?? ''}
              onChange={(_event, data) => change(rule?.mode ?? '', data.value)}
            >
              {rule === undefined ? <option value="">{t('admin.rule.usual')}</option> : null}
              {values.map((value) => (
                <option key={value} value={value}>
                  {words.value(name, value)}
                </option>
              ))}
            </Select>
          </>
        )
      }}
    />
  )
}

interface LabelProps {
  atLeast: Label['atLeast']
  disabled: boolean
  onChange(atLeast: Label['atLeast']): void
}

/** What a label demands of each option. */
export const LabelOptionRules = ({ atLeast, disabled, onChange }: LabelProps) => {
  const { t } = useTranslation()
  const words = useOptionWords()
  const rules = ruleWords(t)
  return (
    <OptionRows
      row={(name) =>
        disabled ? (
          <Text>{rules.label(name, atLeast[name])}</Text>
        ) : (
          <Select
            aria-label={t('admin.rule.demandOf', { option: words.name(name) })}
            value={atLeast[name] ?? ''}
            onChange={(_event, data) => onChange(withRule(atLeast, name, data.value === '' ? undefined : data.value))}
          >
            <option value="">{t('admin.rule.notSet')}</option>
            {valuesOf(name)
              .slice(1)
              .map((value) => (
                <option key={value} value={value}>
                  {t('admin.rule.atLeast', { value: words.value(name, value) })}
                </option>
              ))}
          </Select>
        )
      }
    />
  )
}
