import {
  Button,
  Dialog,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
  DialogTrigger,
  makeStyles,
} from '@fluentui/react-components'
import { DismissRegular } from '@fluentui/react-icons/svg/dismiss'
import { useTranslation } from 'react-i18next'
import { useNavigation, useNavigator } from '../../app/navigation.ts'
import { SettingsSections } from './SettingsSections.tsx'

const useStyles = makeStyles({ surface: { maxWidth: '760px' }, content: { paddingTop: '8px', paddingBottom: '8px' } })

/** The settings over a meeting that goes on. */
export const SettingsDialog = () => {
  const styles = useStyles()
  const { t } = useTranslation()
  const navigation = useNavigator()
  const open = useNavigation(({ dialog }) => dialog === 'settings')
  return (
    <Dialog open={open} onOpenChange={() => navigation.closeDialog()}>
      <DialogSurface className={styles.surface}>
        <DialogBody>
          <DialogTitle
            action={
              <DialogTrigger action="close">
                <Button appearance="subtle" aria-label={t('common.close')} icon={<DismissRegular />} />
              </DialogTrigger>
            }
          >
            {t('settings.title')}
          </DialogTitle>
          <DialogContent className={styles.content}>
            <SettingsSections />
          </DialogContent>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  )
}
