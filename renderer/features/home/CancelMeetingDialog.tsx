import { Button, Dialog, DialogActions, DialogBody, DialogContent, DialogSurface, DialogTitle } from '@fluentui/react-components'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Meeting } from '#shared/contract/common.ts'
import { type ErrorCode, toParleyError } from '#shared/errors.ts'
import { usePlatform } from '../../app/services.ts'
import { ErrorCard } from '../../ui/ErrorCard.tsx'
import { isRunning } from './agenda.ts'

interface Props {
  /** Undefined while nothing is asked. */
  meeting: Meeting | undefined
  onClose: () => void
  onCancelled: () => void
}

const Question = ({ meeting, onClose, onCancelled }: Props & { meeting: Meeting }) => {
  const { t } = useTranslation()
  const { service } = usePlatform()
  const [refusal, setRefusal] = useState<ErrorCode | undefined>()

  const cancel = async (code: string): Promise<void> => {
    try {
      await service.meetings.cancel({ code })
      onClose()
      onCancelled()
    } catch (error) {
      setRefusal(toParleyError(error).code)
    }
  }

  return (
    <DialogBody>
      <DialogTitle>{t('home.cancelTitle', { title: meeting.title })}</DialogTitle>
      <DialogContent>
        {refusal === undefined ? (
          t(isRunning(meeting) ? 'home.cancelRunning' : 'home.cancelMeaning')
        ) : (
          <ErrorCard code={refusal} level={3} />
        )}
      </DialogContent>
      <DialogActions>
        <Button onClick={onClose}>{t('home.keep')}</Button>
        <Button appearance="primary" onClick={() => void cancel(meeting.code)}>
          {t('home.cancelMeeting')}
        </Button>
      </DialogActions>
    </DialogBody>
  )
}

/** Asks before a meeting is cancelled for everyone. */
export const CancelMeetingDialog = (props: Props) => (
  <Dialog modalType="alert" open={props.meeting !== undefined} onOpenChange={props.onClose}>
    <DialogSurface>{props.meeting === undefined ? undefined : <Question {...props} meeting={props.meeting} />}</DialogSurface>
  </Dialog>
)
