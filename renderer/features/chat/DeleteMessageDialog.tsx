import { Button, Dialog, DialogActions, DialogBody, DialogContent, DialogSurface, DialogTitle } from '@fluentui/react-components'
import { useTranslation } from 'react-i18next'
import type { Message } from '#shared/contract/chat.ts'
import { useChat } from './chat-source.ts'
import { useMessageVerbs } from './use-message-verbs.ts'

/** Asks before the text of a message is gone for everybody. */
export const DeleteMessageDialog = ({ message, onClose }: { message: Message; onClose(): void }) => {
  const { t } = useTranslation()
  const attempt = useMessageVerbs()
  const own = useChat(({ selfPersonId }) => selfPersonId === message.author.personId)
  const remove = (): void => {
    onClose()
    void attempt?.((verbs) => verbs.deleteMessage({ messageId: message.id }))
  }
  return (
    <Dialog modalType="alert" open onOpenChange={(_, data) => !data.open && onClose()}>
      <DialogSurface>
        <DialogBody>
          <DialogTitle>{t('chat.delete.title')}</DialogTitle>
          <DialogContent>{own ? t('chat.delete.own') : t('chat.delete.others', { name: message.author.name })}</DialogContent>
          <DialogActions>
            <Button onClick={onClose}>{t('common.cancel')}</Button>
            <Button appearance="primary" onClick={remove}>
              {t('chat.delete.confirm')}
            </Button>
          </DialogActions>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  )
}
