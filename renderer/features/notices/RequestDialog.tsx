import { Button, Dialog, DialogActions, DialogBody, DialogContent, DialogSurface, DialogTitle } from '@fluentui/react-components'
import { useTranslation } from 'react-i18next'
import { useCall, useEngine } from '../../app/services.ts'
import { mayIn } from '../../call/moderation/denial-in.ts'
import { useRun } from '../actions/ActionHost.tsx'
import { requestOf } from './banner-kind.ts'

/** Somebody asks this person to unmute or to show their camera. Nothing is turned on before they say so. */
export const RequestDialog = () => {
  const { t } = useTranslation()
  const engine = useEngine()
  const run = useRun()
  const request = useCall((state) => {
    const asked = requestOf(state)
    // Held back meanwhile, it can't be done.
    return asked !== undefined && mayIn(state, asked.what === 'cameraRequested' ? 'showCamera' : 'speak') ? asked : undefined
  })
  const answer = (accepted: boolean): void => {
    if (request === undefined) return
    engine.dismissModeration(request.id)
    if (!accepted) return
    run(() => (request.what === 'microphoneRequested' ? engine.setMicrophone(true) : engine.setCamera(true)))
  }
  const kind = request?.what === 'cameraRequested' ? 'requestCamera' : 'requestMicrophone'
  return (
    <Dialog modalType="alert" open={request !== undefined} onOpenChange={(_, data) => !data.open && answer(false)}>
      <DialogSurface>
        {request === undefined ? undefined : (
          <DialogBody>
            <DialogTitle>{t(`moderated.${kind}`, { name: request.by })}</DialogTitle>
            <DialogContent>{t(`moderated.${kind}Meaning`)}</DialogContent>
            <DialogActions>
              <Button onClick={() => answer(false)}>{t('moderated.notNow')}</Button>
              <Button appearance="primary" onClick={() => answer(true)}>
                {t(kind === 'requestCamera' ? 'moderated.showCamera' : 'moderated.unmute')}
              </Button>
            </DialogActions>
          </DialogBody>
        )}
      </DialogSurface>
    </Dialog>
  )
}
