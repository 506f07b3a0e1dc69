import {
  Button,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
  Field,
  Input,
  makeStyles,
  Radio,
  RadioGroup,
  Select,
  tokens,
} from '@fluentui/react-components'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type ErrorCode, toParleyError } from '#shared/errors.ts'
import { LIMITS } from '#shared/meeting/limits.ts'
import { useNavigator } from '../../app/navigation.ts'
import { useAccount, usePlatform } from '../../app/services.ts'
import { ErrorCard } from '../../ui/ErrorCard.tsx'
import { type Chosen, KindOfMeeting } from './KindOfMeeting.tsx'
import { dateFieldOf, readSchedule, suggestedStart, timeFieldOf } from './schedule.ts'
import { useDuration } from './use-duration.ts'

const LENGTHS = [15, 30, 45, 60, 90, 120] as const

const useStyles = makeStyles({
  surface: { maxWidth: '540px' },
  content: {
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalL,
    padding: `${tokens.spacingVerticalS} 0 ${tokens.spacingVerticalL}`,
    '& select': { width: '100%', minWidth: 0 },
  },
  when: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1.3fr) minmax(0, 1fr) minmax(0, 1fr)',
    alignItems: 'start',
    gap: tokens.spacingHorizontalM,
    '& input, & select': { minWidth: 0 },
    '@media (max-width: 560px)': { gridTemplateColumns: 'repeat(auto-fit, minmax(132px, 1fr))' },
  },
})

interface Props {
  open: boolean
  onClose: () => void
  onScheduled: () => void
}

const NewMeetingForm = ({ onClose, onScheduled }: Omit<Props, 'open'>) => {
  const styles = useStyles()
  const { t } = useTranslation()
  const { service } = usePlatform()
  const navigation = useNavigator()
  const account = useAccount()
  const duration = useDuration()
  const [suggested] = useState(() => suggestedStart(Date.now()))
  const [title, setTitle] = useState('')
  const [later, setLater] = useState(false)
  const [date, setDate] = useState(dateFieldOf(suggested))
  const [time, setTime] = useState(timeFieldOf(suggested))
  const [chosen, setChosen] = useState<Chosen>({})
  const [minutes, setMinutes] = useState(30)
  const [problem, setProblem] = useState<'timeMissing' | 'timePast' | undefined>()
  const [refusal, setRefusal] = useState<ErrorCode | undefined>()
  const [busy, setBusy] = useState(false)

  const usualTitle = t('newMeeting.namePlaceholder', { name: account?.person.name ?? '' })

  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault()
    setRefusal(undefined)
    const schedule = later ? readSchedule(date, time, Date.now()) : undefined
    setProblem(schedule?.ok === false ? schedule.problem : undefined)
    if (schedule?.ok === false) return
    setBusy(true)
    try {
      const meeting = await service.meetings.create({
        title: title.trim() === '' ? usualTitle : title.trim(),
        ...chosen,
        ...(schedule === undefined ? {} : { startsAt: schedule.startsAt, durationMinutes: minutes }),
      })
      onClose()
      if (later) onScheduled()
      else navigation.open(meeting.code)
    } catch (error) {
      setRefusal(toParleyError(error).code)
      setBusy(false)
    }
  }

  return (
    <form noValidate onSubmit={(event) => void submit(event)}>
      <DialogBody>
        <DialogTitle>{t('newMeeting.title')}</DialogTitle>
        <DialogContent className={styles.content}>
          {refusal === undefined ? null : <ErrorCard code={refusal} level={3} />}
          <Field label={t('newMeeting.name')}>
            <Input
              value={title}
              maxLength={LIMITS.title}
              placeholder={usualTitle}
              onChange={(_event, data) => setTitle(data.value)}
            />
          </Field>
          <Field label={t('newMeeting.when')}>
            <RadioGroup
              layout="horizontal"
              value={later ? 'later' : 'now'}
              onChange={(_event, data) => setLater(data.value === 'later')}
            >
              <Radio value="now" label={t('newMeeting.now')} />
              <Radio value="later" label={t('newMeeting.later')} />
            </RadioGroup>
          </Field>
          <KindOfMeeting chosen={chosen} onChange={setChosen} />
          {later ? (
            <div className={styles.when}>
              <Field
                label={t('newMeeting.date')}
                {...(problem === undefined
                  ? {}
                  : { validationMessage: t(`newMeeting.${problem}`), validationState: 'error' as const })}
              >
                <Input type="date" value={date} min={dateFieldOf(Date.now())} onChange={(_event, data) => setDate(data.value)} />
              </Field>
              <Field label={t('newMeeting.time')}>
                <Input type="time" value={time} onChange={(_event, data) => setTime(data.value)} />
              </Field>
              <Field label={t('newMeeting.duration')}>
                <Select value={String(minutes)} onChange={(_event, data) => setMinutes(Number(data.value))}>
                  {LENGTHS.map((length) => (
                    <option key={length} value={length}>
                      {duration(length)}
                    </option>
                  ))}
                </Select>
              </Field>
            </div>
          ) : null}
        </DialogContent>
        <DialogActions>
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          <Button type="submit" appearance="primary" disabledFocusable={busy}>
            {t(later ? 'newMeeting.schedule' : 'newMeeting.start')}
          </Button>
        </DialogActions>
      </DialogBody>
    </form>
  )
}

/** Makes a meeting: at once, and goes there, or for a time. */
export const NewMeetingDialog = ({ open, onClose, onScheduled }: Props) => {
  const styles = useStyles()
  return (
    <Dialog open={open} onOpenChange={onClose}>
      <DialogSurface className={styles.surface}>
        <NewMeetingForm onClose={onClose} onScheduled={onScheduled} />
      </DialogSurface>
    </Dialog>
  )
}
