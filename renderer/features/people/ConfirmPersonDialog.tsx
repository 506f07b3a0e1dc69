import { Button, Dialog, DialogActions, DialogBody, DialogContent, DialogSurface, DialogTitle } from '@fluentui/react-components'
import { useTranslation } from 'react-i18next'
import { useCall } from '../../app/services.ts'
import { peopleIn } from '../../call/encryption/known-person.ts'
import { useRun } from '../actions/ActionHost.tsx'
import { personActionsFor } from '../actions/person-actions.ts'
import { useWhoWords } from '../encryption/use-who-words.ts'
import { useStageView, useView } from '../stage/stage-view.ts'

/** Asks before somebody is removed, or becomes the organiser in one's own place. */
export const ConfirmPersonDialog = () => {
  const { t } = useTranslation()
  const view = useStageView()
  const run = useRun()
  const asked = useView((state) => state.asked)
  // Nothing is asked any more about somebody who has left, or when it may not be done any more.
  const words = useWhoWords()
  const known = useCall((state) =>
    asked !== undefined && personActionsFor(state, asked.participantId).includes(asked.what)
      ? peopleIn(state).find(({ id }) => id === asked.participantId)?.name
      : undefined,
  )
  const name = known === undefined ? undefined : words.name(known)
  const close = (): void => view.setState({ asked: undefined })
  const confirm = (): void => {
    close()
    if (asked === undefined) return
    const { what, participantId } = asked
    run(({ engine }) =>
      what === 'remove'
        ? engine.moderation.remove({ participantId })
        : engine.moderation.setRole({ participantId, role: 'organiser' }),
    )
  }
  return (
    <Dialog modalType="alert" open={asked !== undefined && name !== undefined} onOpenChange={(_, data) => !data.open && close()}>
      <DialogSurface>
        {asked === undefined ? undefined : (
          <DialogBody>
            <DialogTitle>{t(`manage.${asked.what}Title`, { name })}</DialogTitle>
            <DialogContent>{t(`manage.${asked.what}Meaning`, { name })}</DialogContent>
            <DialogActions>
              <Button onClick={close}>{t('common.cancel')}</Button>
              <Button appearance="primary" onClick={confirm}>
                {t(`manage.${asked.what}Confirm`)}
              </Button>
            </DialogActions>
          </DialogBody>
        )}
      </DialogSurface>
    </Dialog>
  )
}
