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
import { EncryptionExplanation } from './EncryptionExplanation.tsx'

const useStyles = makeStyles({ surface: { maxWidth: '560px' } })

interface Props {
  open: boolean
  onClose: () => void
  /** Asks whether to turn it on, too. */
  onConfirm?: () => void
}

/** What people read before they choose end-to-end encryption, or who want to know what it is. */
export const EncryptionDialog = ({ open, onClose, onConfirm }: Props) => {
  const styles = useStyles()
  const { t } = useTranslation()
  return (
    <Dialog open={open} onOpenChange={(_event, data) => !data.open && onClose()}>
      <DialogSurface className={styles.surface}>
        <DialogBody>
          <DialogTitle>{t(onConfirm === undefined ? 'encryption.title' : 'encryption.explain.title')}</DialogTitle>
          {/* It is longer than a window may be high: whoever uses the keyboard scrolls it. */}
          <DialogContent tabIndex={0}>
            <EncryptionExplanation />
          </DialogContent>
          <DialogActions>
            <Button onClick={onClose}>{t(onConfirm === undefined ? 'common.close' : 'common.cancel')}</Button>
            {onConfirm === undefined ? null : (
              <Button appearance="primary" onClick={onConfirm}>
                {t('encryption.explain.confirm')}
              </Button>
            )}
          </DialogActions>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  )
}
