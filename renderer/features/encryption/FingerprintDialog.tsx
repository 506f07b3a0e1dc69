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
import { useCall } from '../../app/services.ts'
import { knownMember } from '../../call/encryption/known-person.ts'
import { useStageView, useView } from '../stage/stage-view.ts'
import { DigitGroups } from './DigitGroups.tsx'
import { useWhoWords } from './use-who-words.ts'

const useStyles = makeStyles({
  content: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalM, textWrap: 'pretty' },
  quiet: { color: tokens.colorNeutralForeground2 },
})

/** The digits that this person and one other share, whatever the meeting. Gone when the other no longer has the keys. */
export const FingerprintDialog = () => {
  const styles = useStyles()
  const { t } = useTranslation()
  const words = useWhoWords()
  const view = useStageView()
  const compared = useView((state) => state.compared)
  const name = useCall(({ encryption }) => {
    const member = encryption?.members.find(({ fingerprint }) => compared !== undefined && fingerprint === compared)
    return encryption === undefined || member === undefined ? undefined : (knownMember(encryption, member).name ?? '')
  })
  const close = (): void => view.setState({ compared: undefined })
  const shown = words.name(name)
  return (
    <Dialog open={compared !== undefined && name !== undefined} onOpenChange={(_event, data) => !data.open && close()}>
      <DialogSurface>
        {compared === undefined ? undefined : (
          <DialogBody>
            <DialogTitle>{t('encrypted.fingerprint.title', { name: shown })}</DialogTitle>
            <DialogContent tabIndex={0} className={styles.content}>
              <DigitGroups code={compared} />
              <Text>{t('encrypted.fingerprint.how', { name: shown })}</Text>
              <Text size={200} className={styles.quiet}>
                {t('encrypted.fingerprint.lasts')}
              </Text>
            </DialogContent>
            <DialogActions>
              <Button onClick={close}>{t('common.close')}</Button>
            </DialogActions>
          </DialogBody>
        )}
      </DialogSurface>
    </Dialog>
  )
}
