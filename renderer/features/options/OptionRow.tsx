import { Label, makeStyles, Select, Text, tokens } from '@fluentui/react-components'
import { LockClosedRegular } from '@fluentui/react-icons/svg/lock-closed'
import { useId } from 'react'
import type { EffectiveOption } from '#shared/meeting/effective-options.ts'
import { OPTION_VALUES, type OptionName } from '#shared/meeting/options.ts'
import { useOptionWords } from './use-option-words.ts'

const useStyles = makeStyles({
  row: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalXS, minWidth: 0 },
  quiet: { color: tokens.colorNeutralForeground3, textWrap: 'pretty' },
  bound: { display: 'flex', alignItems: 'flex-start', gap: '4px', color: tokens.colorNeutralForeground2 },
  icon: { flexShrink: 0, fontSize: '16px' },
  /** What is locked can't be chosen, but it holds, and is read as well as what can. */
  fixed: {
    '& > select:disabled': {
      opacity: 1,
      color: tokens.colorNeutralForeground2,
      '@media (forced-colors: active)': { color: 'GrayText' },
    },
  },
})

interface Props {
  name: OptionName
  option: EffectiveOption
  disabled: boolean
  onChange(value: string): void
}

/** One option: what it is, what may be chosen, and what keeps the rest from being chosen. */
export const OptionRow = ({ name, option, disabled, onChange }: Props) => {
  const styles = useStyles()
  const words = useOptionWords()
  const select = useId()
  const note = useId()
  const { value, choices, boundBy } = option
  const fixed = choices.length === 1
  const about = words.note(name)
  return (
    <div className={styles.row} data-option={name}>
      <Label htmlFor={select} weight="semibold">
        {words.name(name)}
      </Label>
      <Select
        id={select}
        {...(boundBy === undefined && about === undefined ? {} : { 'aria-describedby': note })}
        value={value}
        disabled={fixed || disabled}
        {...(fixed ? { className: styles.fixed } : {})}
        onChange={(_event, data) => onChange(data.value)}
      >
        {OPTION_VALUES[name].map((each) => (
          <option key={each} value={each} disabled={!(choices as readonly string[]).includes(each)}>
            {words.value(name, each)}
          </option>
        ))}
      </Select>
      <span id={note}>
        {boundBy === undefined ? null : (
          <Text size={200} className={styles.bound} data-bound-by={boundBy.source}>
            <LockClosedRegular className={styles.icon} aria-hidden="true" />
            {words.bound(option)}
          </Text>
        )}
        {about === undefined ? null : (
          <Text size={200} block className={styles.quiet}>
            {about}
          </Text>
        )}
      </span>
    </div>
  )
}
