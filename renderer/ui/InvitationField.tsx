import { Field, Input } from '@fluentui/react-components'
import type { ClipboardEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { parseInvitation } from '#shared/meeting/code.ts'
import { invitationOf } from '../platform/web-place.ts'
import { useInputStyles } from './input-styles.ts'

/** Longer than any link, in characters. */
const INPUT_LIMIT = 2000

interface Props {
  label: string
  hint?: string
  placeholder?: string
  value: string
  onChange: (value: string) => void
  /** The person wants to go on, so what is missing is said. */
  checked: boolean
}

/** Takes a meeting's code, link or a whole pasted invitation; `parseInvitation` of the value is the code. */
export const InvitationField = ({ label, hint, placeholder, value, onChange, checked }: Props) => {
  const styles = useInputStyles()
  const { t } = useTranslation()
  const invalid = checked && parseInvitation(value) === undefined
  const problem = value.trim() === '' ? t('home.inviteEmpty') : t('home.inviteInvalid')

  const paste = (event: ClipboardEvent): void => {
    const text = event.clipboardData.getData('text')
    const code = parseInvitation(text)
    // An invitation by name is more than its code.
    if (code === undefined || invitationOf(text) !== undefined) return
    event.preventDefault()
    onChange(code)
  }

  return (
    <Field
      label={label}
      {...(hint === undefined ? {} : { hint })}
      {...(invalid ? { validationMessage: problem, validationState: 'error' as const } : {})}
    >
      <Input
        className={styles.input}
        size="large"
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        maxLength={INPUT_LIMIT}
        {...(placeholder === undefined ? {} : { placeholder })}
        value={value}
        onChange={(_event, data) => onChange(data.value)}
        onPaste={paste}
      />
    </Field>
  )
}
