import { Button, Dialog, DialogActions, DialogBody, DialogContent, DialogSurface, DialogTitle } from '@fluentui/react-components'
import { useTranslation } from 'react-i18next'
import { useNavigation, useNavigator } from './navigation.ts'

/** Asks before a link takes the person out of the meeting that they are in. */
export const SwitchMeetingDialog = () => {
  const { t } = useTranslation()
  const navigation = useNavigator()
  const proposed = useNavigation((state) => state.proposedCode !== undefined)
  return (
    <Dialog modalType="alert" open={proposed} onOpenChange={() => navigation.answerProposal(false)}>
      <DialogSurface>
        <DialogBody>
          <DialogTitle>{t('ended.switchTitle')}</DialogTitle>
          <DialogContent>{t('ended.switchMeaning')}</DialogContent>
          <DialogActions>
            <Button onClick={() => navigation.answerProposal(false)}>{t('ended.switchStay')}</Button>
            <Button appearance="primary" onClick={() => navigation.answerProposal(true)}>
              {t('ended.switchGo')}
            </Button>
          </DialogActions>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  )
}
