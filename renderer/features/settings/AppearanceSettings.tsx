import { Select, Switch } from '@fluentui/react-components'
import { useId } from 'react'
import { useTranslation } from 'react-i18next'
import { APPEARANCES, LANGUAGES } from '#shared/settings.ts'
import { useLocked } from '../../app/services.ts'
import { SettingRow } from './SettingRow.tsx'
import { SettingsGroup } from './SettingsGroup.tsx'
import { useChangeSettings } from './use-change-settings.ts'

export const AppearanceSettings = () => {
  const { t } = useTranslation()
  const { settings, change } = useChangeSettings()
  const languageLocked = useLocked('language')
  return (
    <SettingsGroup title={t('settings.appearance')}>
      <SettingRow label={t('settings.theme')}>
        <Select
          aria-label={t('settings.theme')}
          value={settings.appearance}
          onChange={(_event, { value }) => {
            const appearance = APPEARANCES.find((known) => known === value)
            if (appearance !== undefined) change({ appearance })
          }}
        >
          {APPEARANCES.map((appearance) => (
            <option key={appearance} value={appearance}>
              {t(`settings.themes.${appearance}`)}
            </option>
          ))}
        </Select>
      </SettingRow>
      <SettingRow label={t('settings.language')} managed={languageLocked}>
        <Select
          aria-label={t('settings.language')}
          disabled={languageLocked}
          value={settings.language}
          onChange={(_event, { value }) => {
            const language = LANGUAGES.find((known) => known === value)
            if (language !== undefined) change({ language })
          }}
        >
          {LANGUAGES.map((language) => (
            <option key={language} value={language}>
              {t(`settings.languages.${language}`)}
            </option>
          ))}
        </Select>
      </SettingRow>
    </SettingsGroup>
  )
}

export const NetworkSettings = () => {
  const { t } = useTranslation()
  const { settings, change } = useChangeSettings()
  const id = useId()
  return (
    <SettingsGroup title={t('settings.network')}>
      <SettingRow compact label={t('settings.dataSaver')} labelId={id} note={t('settings.dataSaverNote')}>
        <Switch
          aria-labelledby={id}
          checked={settings.dataSaver}
          onChange={(_event, data) => change({ dataSaver: data.checked })}
        />
      </SettingRow>
    </SettingsGroup>
  )
}
