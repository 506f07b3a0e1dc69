import { Button, makeStyles } from '@fluentui/react-components'
import { useTranslation } from 'react-i18next'
import { useAction } from '../actions/ActionHost.tsx'
import { UpdateSettings } from '../updates/UpdateSettings.tsx'
import { About } from './About.tsx'
import { AccountSettings } from './AccountSettings.tsx'
import { AppearanceSettings, NetworkSettings } from './AppearanceSettings.tsx'
import { ComputerSettings } from './ComputerSettings.tsx'
import { DeviceSettings } from './DeviceSettings.tsx'
import { SettingRow } from './SettingRow.tsx'
import { SettingsGroup } from './SettingsGroup.tsx'

const useStyles = makeStyles({ sections: { display: 'flex', flexDirection: 'column', gap: '32px' } })

/** All settings, wherever they are shown. */
export const SettingsSections = () => {
  const styles = useStyles()
  const { t } = useTranslation()
  const shortcuts = useAction('showShortcuts')
  return (
    <div className={styles.sections}>
      <DeviceSettings />
      <AppearanceSettings />
      <NetworkSettings />
      <SettingsGroup title={t('settings.keyboard')}>
        <SettingRow compact label={t('settings.shortcuts')} note={t('settings.shortcutsNote')}>
          <Button onClick={shortcuts.run}>{t('settings.showShortcuts')}</Button>
        </SettingRow>
      </SettingsGroup>
      <AccountSettings />
      <ComputerSettings />
      <UpdateSettings />
      <About />
    </div>
  )
}
