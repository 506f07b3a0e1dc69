import {
  Button,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
  makeStyles,
} from '@fluentui/react-components'
import { useTranslation } from 'react-i18next'
import { toParleyError } from '#shared/errors.ts'
import { useEngine } from '../../app/services.ts'
import { useStageView, useView } from '../stage/stage-view.ts'

const useStyles = makeStyles({
  end: {
    color: '#ffffff',
    backgroundColor: '#b3261e',
    border: '1px solid transparent',
    ':hover': { color: '#ffffff', backgroundColor: '#c8372f' },
    ':hover:active': { color: '#ffffff', backgroundColor: '#8f1d17' },
  },
})

/** Asks before the meeting ends for everybody, which nobody can take back. */
export const EndMeetingDialog = () => {
  const styles = useStyles()
  const { t } = useTranslation()
  const engine = useEngine()
  const view = useStageView()
  const open = useView(({ dialog }) => dialog === 'endMeeting')
  const close = (): void => view.setState({ dialog: undefined })
  const end = (): void => {
    close()
    engine.endMeeting().catch((thrown: unknown) => {
      view.setState({ outcome: { kind: 'failed', code: toParleyError(thrown).code, at: Date.now() } })
    })
  }
  return (
    <Dialog modalType="alert" open={open} onOpenChange={(_, data) => !data.open && close()}>
      <DialogSurface>
        <DialogBody>
          <DialogTitle>{t('toolbar.endTitle')}</DialogTitle>
          <DialogContent>{t('toolbar.endMeaning')}</DialogContent>
          <DialogActions>
            <Button onClick={close}>{t('common.cancel')}</Button>
            <Button className={styles.end} onClick={end}>
              {t('toolbar.endConfirm')}
            </Button>
          </DialogActions>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  )
}
