import { Button, Field, Input, makeStyles, tokens } from '@fluentui/react-components'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Email } from '#shared/contract/identity.ts'
import { useInputStyles } from '../../ui/input-styles.ts'

const useStyles = makeStyles({ form: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalL } })

interface Props {
  /** Several organisations sign in here, each at their own provider. */
  byEmail: boolean
  busy: boolean
  onSignIn: (email?: string) => void
}

/** The way to the organisation's own sign-in page. */
export const ProviderSignIn = ({ byEmail, busy, onSignIn }: Props) => {
  const styles = useStyles()
  const { input } = useInputStyles()
  const { t } = useTranslation()
  const [email, setEmail] = useState('')
  const [checked, setChecked] = useState(false)
  const parsed = Email.safeParse(email)

  const submit = (event: FormEvent): void => {
    event.preventDefault()
    setChecked(true)
    if (!byEmail) onSignIn()
    else if (parsed.success) onSignIn(parsed.data)
  }

  return (
    <form className={styles.form} noValidate onSubmit={submit}>
      {byEmail ? (
        <Field
          label={t('signIn.email')}
          {...(checked && !parsed.success
            ? { validationMessage: t('signIn.emailInvalid'), validationState: 'error' as const }
            : {})}
        >
          <Input
            className={input}
            type="email"
            size="large"
            autoComplete="email"
            maxLength={254}
            value={email}
            onChange={(_event, data) => setEmail(data.value)}
          />
        </Field>
      ) : null}
      <Button type="submit" appearance="primary" size="large" disabledFocusable={busy}>
        {t('signIn.signIn')}
      </Button>
    </form>
  )
}
