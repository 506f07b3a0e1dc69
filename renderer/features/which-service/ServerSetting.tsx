import { Button, Dialog, DialogBody, DialogContent, DialogSurface, DialogTitle, DialogTrigger } from '@fluentui/react-components'
import { useTranslation } from 'react-i18next'
import { useLocked, usePlatform } from '../../app/services.ts'
import { SettingRow } from '../settings/SettingRow.tsx'
import { useInCall } from '../settings/use-in-call.ts'
import { ServerForm } from './ServerForm.tsx'

/** Which service Parley works with, and another one for whom that is theirs to say. Not from within a meeting. */
export const ServerSetting = () => {
  const { t } = useTranslation()
  const { serviceOrigin } = usePlatform()
  const locked = useLocked('server')
  const inCall = useInCall()
  return (
    <SettingRow compact label={t('settings.service')} note={serviceOrigin} managed={locked}>
      {locked || inCall ? null : (
        <Dialog>
          <DialogTrigger disableButtonEnhancement>
            <Button>{t('server.change')}</Button>
          </DialogTrigger>
          <DialogSurface>
            <DialogBody>
              <DialogTitle>{t('server.title')}</DialogTitle>
              <DialogContent>
                <ServerForm>
                  <DialogTrigger action="close" disableButtonEnhancement>
                    <Button>{t('common.cancel')}</Button>
                  </DialogTrigger>
                </ServerForm>
              </DialogContent>
            </DialogBody>
          </DialogSurface>
        </Dialog>
      )}
    </SettingRow>
  )
}
