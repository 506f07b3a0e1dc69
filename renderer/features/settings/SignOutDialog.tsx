import { Button, Dialog, DialogActions, DialogBody, DialogContent, DialogSurface, DialogTitle } from '@fluentui/react-components'
import { useTranslation } from 'react-i18next'

/** On another device, or on this one in the middle of a meeting. */
export type SignOutQuestion = { kind: 'there'; id: string; device: string } | { kind: 'here' }

interface Props {
  /** Undefined while nothing is asked. */
  question: SignOutQuestion | undefined
  onAnswer: (sure: boolean) => void
}

/** Asks before a session is ended that somebody may be using. */
export const SignOutDialog = ({ question, onAnswer }: Props) => {
  const { t } = useTranslation()
  return (
    <Dialog modalType="alert" open={question !== undefined} onOpenChange={() => onAnswer(false)}>
      <DialogSurface>
        {question === undefined ? undefined : (
          <DialogBody>
            <DialogTitle>
              {question.kind === 'there' ? t('sessions.askThereTitle', { device: question.device }) : t('sessions.askHereTitle')}
            </DialogTitle>
            <DialogContent>{t(question.kind === 'there' ? 'sessions.askThereMeaning' : 'sessions.askHereMeaning')}</DialogContent>
            <DialogActions>
              <Button onClick={() => onAnswer(false)}>{t('sessions.staySignedIn')}</Button>
              <Button appearance="primary" onClick={() => onAnswer(true)}>
                {t(question.kind === 'there' ? 'sessions.signOutThere' : 'sessions.signOutHere')}
              </Button>
            </DialogActions>
          </DialogBody>
        )}
      </DialogSurface>
    </Dialog>
  )
}
