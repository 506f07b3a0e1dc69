import { Button, Field, Input, makeStyles, Text, tokens } from '@fluentui/react-components'
import { type FormEvent, type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type ErrorCode, toParleyError } from '#shared/errors.ts'
import { usePlatform, usePolicies } from '../../app/services.ts'
import { ErrorCard } from '../../ui/ErrorCard.tsx'
import { useInputStyles } from '../../ui/input-styles.ts'
import { serverProblem } from './server-problem.ts'

const useStyles = makeStyles({
  form: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalL },
  actions: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalS },
  quiet: { color: tokens.colorNeutralForeground3 },
})

interface Props {
  /** Further buttons, beside the one that takes the address. */
  children?: ReactNode
}

/** Asks for the address of the service; the program asks once more, and starts anew with it. */
export const ServerForm = ({ children }: Props) => {
  const styles = useStyles()
  const { input } = useInputStyles()
  const { t } = useTranslation()
  const platform = usePlatform()
  const { allowedServers } = usePolicies()
  const [address, setAddress] = useState(() => platform.settings.current().server)
  const [checked, setChecked] = useState(false)
  const [busy, setBusy] = useState(false)
  const [refusal, setRefusal] = useState<ErrorCode | undefined>()
  const problem = serverProblem(address, allowedServers)

  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault()
    setChecked(true)
    setRefusal(undefined)
    if (problem !== undefined) return
    setBusy(true)
    try {
      await platform.moveToService(address.trim())
    } catch (thrown) {
      setRefusal(toParleyError(thrown).code)
    }
    setBusy(false)
  }

  return (
    <form className={styles.form} noValidate onSubmit={(event) => void submit(event)}>
      {refusal === undefined ? null : <ErrorCard code={refusal} level={3} />}
      <Field
        label={t('server.address')}
        hint={t('server.hint')}
        {...(checked && problem !== undefined
          ? { validationMessage: t(`server.${problem}`), validationState: 'error' as const }
          : {})}
      >
        <Input
          className={input}
          type="url"
          size="large"
          autoComplete="off"
          spellCheck={false}
          maxLength={500}
          value={address}
          onChange={(_event, data) => setAddress(data.value)}
        />
      </Field>
      <Text size={200} className={styles.quiet}>
        {t('server.restarts')}
      </Text>
      <div className={styles.actions}>
        <Button type="submit" appearance="primary" disabledFocusable={busy}>
          {t('server.use')}
        </Button>
        {children}
      </div>
    </form>
  )
}
