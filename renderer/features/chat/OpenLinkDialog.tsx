import {
  Button,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
  makeStyles,
  Text,
  tokens,
} from '@fluentui/react-components'
import { useTranslation } from 'react-i18next'
import { isPunycode } from './text-parts.ts'

const useStyles = makeStyles({
  content: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalM },
  host: { overflowWrap: 'anywhere', userSelect: 'text' },
  address: { overflowWrap: 'anywhere', userSelect: 'text', fontFamily: tokens.fontFamilyMonospace },
})

/** Asks before a link is opened in the system's browser, and says whose address it is. */
export const OpenLinkDialog = ({ href, host, onClose }: { href: string; host: string; onClose(): void }) => {
  const styles = useStyles()
  const { t } = useTranslation()
  const open = (): void => {
    onClose()
    // Windows that the page asks for are denied by the desktop client, which hands their address to the system's browser.
    window.open(href, '_blank', 'noopener,noreferrer')
  }
  return (
    <Dialog open onOpenChange={(_, data) => !data.open && onClose()}>
      <DialogSurface>
        <DialogBody>
          <DialogTitle>{t('chat.link.title')}</DialogTitle>
          <DialogContent className={styles.content}>
            <Text size={500} weight="semibold" className={styles.host} dir="ltr">
              {host}
            </Text>
            {isPunycode(host) ? <Text>{t('chat.link.punycode')}</Text> : null}
            <Text>{t('chat.link.meaning')}</Text>
            <Text size={200} className={styles.address} dir="ltr" aria-label={t('chat.link.host')}>
              {href}
            </Text>
          </DialogContent>
          <DialogActions>
            <Button onClick={onClose}>{t('common.cancel')}</Button>
            <Button appearance="primary" onClick={open}>
              {t('chat.link.open')}
            </Button>
          </DialogActions>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  )
}
