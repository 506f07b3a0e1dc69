import { Button, Dialog, DialogActions, DialogBody, DialogContent, DialogSurface, DialogTitle } from '@fluentui/react-components'
import { useTranslation } from 'react-i18next'
import type { RecordingDetails } from '#shared/contract/recordings.ts'
import { TRASH_DAYS } from '#shared/recording-library/retention.ts'

interface Props {
  recording: RecordingDetails
  open: boolean
  onClose: () => void
  onDelete: () => void
}

/** Asks before a recording is deleted, and says whether it can be brought back. */
export const DeleteDialog = ({ recording, open, onClose, onDelete }: Props) => {
  const { t } = useTranslation()
  const { title, trash, trashedAt } = recording
  const toTrash = trash && trashedAt === undefined
  return (
    <Dialog modalType="alert" open={open} onOpenChange={onClose}>
      <DialogSurface>
        <DialogBody>
          <DialogTitle>{t('recordings.deleteTitle', { title })}</DialogTitle>
          <DialogContent>
            {toTrash ? t('recordings.deleteToTrash', { days: TRASH_DAYS }) : t('recordings.deleteMeaning')}
          </DialogContent>
          <DialogActions>
            <Button onClick={onClose}>{t('recordings.keepIt')}</Button>
            <Button appearance="primary" onClick={onDelete}>
              {t(toTrash ? 'recordings.delete' : 'recordings.deleteForGood')}
            </Button>
          </DialogActions>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  )
}
