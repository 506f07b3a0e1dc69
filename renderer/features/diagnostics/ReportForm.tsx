import { Button, Checkbox, Field, makeStyles, Text, Textarea, tokens } from '@fluentui/react-components'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { reportOf } from '#shared/diagnostics/report.ts'
import { type ErrorCode, toParleyError } from '#shared/errors.ts'
import { useAccount, usePlatform } from '../../app/services.ts'
import { ErrorCard } from '../../ui/ErrorCard.tsx'
import { Heading } from '../../ui/Heading.tsx'
import type { Results } from './use-self-check.ts'

const LONGEST_NOTE = 2_000

const useStyles = makeStyles({
  form: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalM },
  note: { color: tokens.colorNeutralForeground3 },
  actions: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: tokens.spacingHorizontalS },
})

type Done = 'saved' | 'copied' | 'notCopied'

/** The report of a self-check: what of the person goes in is theirs to say, and so is where it goes. */
export const ReportForm = ({ results, at }: { results: Results; at: number }) => {
  const styles = useStyles()
  const { t } = useTranslation()
  const { diagnostics } = usePlatform()
  const account = useAccount()
  const [addName, setAddName] = useState(false)
  const [addLog, setAddLog] = useState(false)
  const [note, setNote] = useState('')
  const [done, setDone] = useState<Done>()
  const [refusal, setRefusal] = useState<ErrorCode>()

  const write = async (): Promise<string> =>
    reportOf({
      at,
      results,
      added: {
        note,
        ...(addName && account !== undefined ? { name: account.person.name, email: account.email } : {}),
        ...(addLog && diagnostics !== undefined ? { log: await diagnostics.log() } : {}),
      },
    })

  const pass = async (pass: (text: string) => Promise<Done | undefined>): Promise<void> => {
    setDone(undefined)
    setRefusal(undefined)
    try {
      setDone(await pass(await write()))
    } catch (thrown) {
      setRefusal(toParleyError(thrown).code)
    }
  }
  const save = (text: string): Promise<Done | undefined> =>
    diagnostics?.save(text).then((saved) => (saved ? 'saved' : undefined)) ?? Promise.resolve(undefined)
  const copy = (text: string): Promise<Done> =>
    navigator.clipboard.writeText(text).then(
      () => 'copied',
      () => 'notCopied',
    )

  return (
    <div className={styles.form}>
      <div>
        <Heading level={2}>{t('diagnostics.report.title')}</Heading>
        <Text className={styles.note}>{t('diagnostics.report.meaning')}</Text>
      </div>
      {account === undefined ? null : (
        <Checkbox
          label={t('diagnostics.report.addName')}
          checked={addName}
          onChange={(_event, { checked }) => setAddName(checked === true)}
        />
      )}
      <Field hint={t('diagnostics.report.addLogNote')}>
        <Checkbox
          label={t('diagnostics.report.addLog')}
          checked={addLog}
          onChange={(_event, { checked }) => setAddLog(checked === true)}
        />
      </Field>
      <Field label={t('diagnostics.report.note')}>
        <Textarea value={note} maxLength={LONGEST_NOTE} onChange={(_event, { value }) => setNote(value)} />
      </Field>
      {refusal === undefined ? null : <ErrorCard code={refusal} level={3} />}
      <div className={styles.actions}>
        <Button appearance="primary" onClick={() => void pass(save)}>
          {t('diagnostics.report.save')}
        </Button>
        <Button onClick={() => void pass(copy)}>{t('diagnostics.report.copy')}</Button>
        <Text role="status">{done === undefined ? '' : t(`diagnostics.report.${done}`)}</Text>
      </div>
    </div>
  )
}
