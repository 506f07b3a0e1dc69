import { Field, Input, Textarea } from '@fluentui/react-components'
import { useTranslation } from 'react-i18next'
import { LIMITS } from '#shared/meeting/limits.ts'
import { useInputStyles } from '../../../ui/input-styles.ts'
import { nameProblem } from '../draft/problems.ts'

/** As long as the rules allow, in characters. */
const NAME_LENGTH = 60
const DESCRIPTION_LENGTH = 300

interface NameProps {
  list: readonly { id: string; name: string }[]
  id: string
  name: string
  disabled: boolean
  onChange(name: string): void
}

/** The name of an entry, that no other of its list has. */
export const NameField = ({ list, id, name, disabled, onChange }: NameProps) => {
  const styles = useInputStyles()
  const { t } = useTranslation()
  const problem = nameProblem(list, { id, name })
  return (
    <Field
      label={t('admin.field.name')}
      {...(problem === undefined ? {} : { validationMessage: t(`admin.problem.${problem}`), validationState: 'error' as const })}
    >
      <Input
        className={styles.input}
        value={name}
        maxLength={NAME_LENGTH}
        readOnly={disabled}
        onChange={(_event, data) => onChange(data.value)}
      />
    </Field>
  )
}

interface DescriptionProps {
  hint: string
  description: string
  disabled: boolean
  onChange(description: string): void
}

/** What organisers read beside the name. */
export const DescriptionField = ({ hint, description, disabled, onChange }: DescriptionProps) => {
  const { t } = useTranslation()
  return (
    <Field label={t('admin.field.description')} hint={hint}>
      <Textarea
        value={description}
        maxLength={DESCRIPTION_LENGTH}
        readOnly={disabled}
        onChange={(_event, data) => onChange(data.value)}
      />
    </Field>
  )
}

interface SizeProps {
  value: number | undefined
  disabled: boolean
  onChange(value: number | undefined): void
}

const SMALLEST = 2

/** How many people a meeting may have; empty for as many as the service can. */
export const SizeField = ({ value, disabled, onChange }: SizeProps) => {
  const styles = useInputStyles()
  const { t } = useTranslation()
  const isWrong = value !== undefined && !(Number.isInteger(value) && value >= SMALLEST && value <= LIMITS.participants)
  return (
    <Field
      label={t('admin.field.maximumSize')}
      hint={t('admin.field.maximumSizeHint', { count: LIMITS.participants })}
      {...(isWrong
        ? {
            validationMessage: t('admin.problem.size', { least: SMALLEST, most: LIMITS.participants }),
            validationState: 'error' as const,
          }
        : {})}
    >
      <Input
        className={styles.input}
        type="number"
        inputMode="numeric"
        min={SMALLEST}
        max={LIMITS.participants}
        readOnly={disabled}
        value={value === undefined ? '' : String(value)}
        onChange={(_event, data) => onChange(data.value === '' ? undefined : Number(data.value))}
      />
    </Field>
  )
}
