import { Field, makeStyles, Select, Text, tokens } from '@fluentui/react-components'

const useStyles = makeStyles({
  read: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalXXS },
  label: { color: tokens.colorNeutralForeground3 },
})

interface Props {
  label: string
  hint?: string
  value: string
  choices: readonly { value: string; words: string }[]
  /** May only be read: then it is a text, since a control that does nothing is hard to read. */
  disabled: boolean
  onChange(value: string): void
}

/** One of several values, with its name. */
export const ChoiceField = ({ label, hint, value, choices, disabled, onChange }: Props) => {
  const styles = useStyles()
  if (disabled) {
    return (
      <div className={styles.read}>
        <Text size={200} className={styles.label}>
          {label}
        </Text>
        <Text>{choices.find((choice) => choice.value === value)?.words ?? value}</Text>
      </div>
    )
  }
  return (
    <Field label={label} {...(hint === undefined ? {} : { hint })}>
      <Select value={value} onChange={(_event, data) => onChange(data.value)}>
        {choices.map((choice) => (
          <option key={choice.value} value={choice.value}>
            {choice.words}
          </option>
        ))}
      </Select>
    </Field>
  )
}
