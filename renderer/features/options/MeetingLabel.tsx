import { Button, Field, makeStyles, Select, Textarea, tokens } from '@fluentui/react-components'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Meeting } from '#shared/contract/common.ts'
import { type ErrorCode, toParleyError } from '#shared/errors.ts'
import { isWeaker } from '#shared/policies/rule-sets.ts'
import { usePlatform } from '../../app/services.ts'
import { useChoices } from '../../app/use-choices.ts'
import { ErrorCard } from '../../ui/ErrorCard.tsx'

/** As long as a justification may be, characters. */
const LONGEST = 300

const useStyles = makeStyles({
  root: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalM, minWidth: 0, '& select': { width: '100%' } },
  actions: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalS },
})

interface Props {
  meeting: Meeting
  disabled?: boolean
  /** What the options are may be different from now on. */
  onChanged?(meeting: Meeting): void
}

/** The label of a meeting, for its organisers. With one that is less strict they say why. */
export const MeetingLabel = ({ meeting, disabled = false, onChanged }: Props) => {
  const styles = useStyles()
  const { t } = useTranslation()
  const { service } = usePlatform()
  const { request } = useChoices()
  const [labelled, setLabelled] = useState<Meeting['label']>()
  const [wanted, setWanted] = useState<string>()
  const [why, setWhy] = useState('')
  const [checked, setChecked] = useState(false)
  const [busy, setBusy] = useState(false)
  const [refusal, setRefusal] = useState<ErrorCode>()

  if (request.state !== 'loaded' || request.value.labels.length === 0) return null
  const { labels } = request.value
  const current = labelled ?? meeting.label
  const chosen = wanted ?? current?.id
  const label = labels.find(({ id }) => id === chosen)
  const isChanged = label !== undefined && label.id !== current?.id
  const weaker = isChanged && isWeaker({ labels: { list: labels } }, current?.id, label.id)
  const missing = weaker && why.trim() === ''

  // What was refused was another label: it says nothing of this one.
  const choose = (id: string | undefined): void => {
    setWanted(id)
    setRefusal(undefined)
  }

  const reset = (): void => {
    choose(undefined)
    setWhy('')
    setChecked(false)
  }

  const save = async (): Promise<void> => {
    setChecked(true)
    if (label === undefined || missing) return
    setBusy(true)
    setRefusal(undefined)
    try {
      const changed = await service.meetings.setLabel({
        code: meeting.code,
        labelId: label.id,
        ...(weaker ? { justification: why.trim() } : {}),
      })
      setLabelled(changed.label)
      reset()
      onChanged?.(changed)
    } catch (error) {
      setRefusal(toParleyError(error).code)
    } finally {
      setBusy(false)
    }
  }

  return (
    <div className={styles.root}>
      <Field label={t('label.title')} {...(label === undefined ? {} : { hint: label.description })}>
        <Select value={label?.id ?? ''} disabled={disabled || busy} onChange={(_event, data) => choose(data.value)}>
          {label === undefined ? <option value="">{current?.name ?? t('label.none')}</option> : null}
          {labels.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </Select>
      </Field>
      {refusal === undefined ? null : <ErrorCard code={refusal} level={3} />}
      {weaker ? (
        <Field
          label={t('label.why')}
          hint={t('label.whyHint')}
          required
          {...(checked && missing ? { validationMessage: t('label.whyMissing'), validationState: 'error' as const } : {})}
        >
          <Textarea value={why} maxLength={LONGEST} onChange={(_event, data) => setWhy(data.value)} />
        </Field>
      ) : null}
      {isChanged ? (
        <div className={styles.actions}>
          <Button appearance="primary" disabledFocusable={busy || disabled} onClick={() => void save()}>
            {t('label.change')}
          </Button>
          <Button onClick={reset}>{t('common.cancel')}</Button>
        </div>
      ) : null}
    </div>
  )
}
