import { Button, makeStyles, Select, Switch, Text, tokens } from '@fluentui/react-components'
import { useId } from 'react'
import { useTranslation } from 'react-i18next'
import { CRASH_REPORTS } from '#shared/settings.ts'
import { useLocked, usePlatform, usePolicies } from '../../app/services.ts'
import { ServerSetting } from '../which-service/ServerSetting.tsx'
import { SettingRow } from './SettingRow.tsx'
import { SettingsGroup } from './SettingsGroup.tsx'
import { useChangeSettings } from './use-change-settings.ts'
import { useInCall } from './use-in-call.ts'

const useStyles = makeStyles({
  restart: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    justifyContent: 'space-between',
    gap: tokens.spacingHorizontalM,
    padding: '12px 24px',
    '@container (max-width: 520px)': { padding: '12px 16px' },
  },
})

interface SwitchRowProps {
  setting: 'startAtLogin' | 'hardwareAcceleration'
}

const SwitchRow = ({ setting }: SwitchRowProps) => {
  const { t } = useTranslation()
  const { settings, change } = useChangeSettings()
  const locked = useLocked(setting)
  const id = useId()
  return (
    <SettingRow compact label={t(`computer.${setting}`)} labelId={id} note={t(`computer.${setting}Note`)} managed={locked}>
      <Switch
        aria-labelledby={id}
        disabled={locked}
        checked={settings[setting]}
        onChange={(_event, data) => change({ [setting]: data.checked })}
      />
    </SettingRow>
  )
}

const CrashReportsRow = () => {
  const { t } = useTranslation()
  const { settings, change } = useChangeSettings()
  const locked = useLocked('crashReports')
  return (
    <SettingRow label={t('computer.crashReports')} note={t('computer.crashReportsNote')} managed={locked}>
      <Select
        aria-label={t('computer.crashReports')}
        disabled={locked}
        value={settings.crashReports}
        onChange={(_event, { value }) => {
          const crashReports = CRASH_REPORTS.find((known) => known === value)
          if (crashReports !== undefined) change({ crashReports })
        }}
      >
        {CRASH_REPORTS.map((when) => (
          <option key={when} value={when}>
            {t(`computer.crashReportsWhen.${when}`)}
          </option>
        ))}
      </Select>
    </SettingRow>
  )
}

/** What waits for the program to be started again, and the way to do so. */
const AwaitingRestart = () => {
  const styles = useStyles()
  const { t } = useTranslation()
  const platform = usePlatform()
  const { awaitingRestart } = usePolicies()
  const inCall = useInCall()
  if (!awaitingRestart) return null
  return (
    <div className={styles.restart} role="status">
      <Text>{t('managed.awaitingRestart')}</Text>
      {inCall ? null : <Button onClick={() => void platform.restart().catch(() => undefined)}>{t('managed.restart')}</Button>}
    </div>
  )
}

/** Of the program itself, where the page is that program's. */
export const ComputerSettings = () => {
  const { t } = useTranslation()
  const { abilities } = usePlatform()
  if (!abilities.programSettings) return null
  return (
    <SettingsGroup title={t('computer.title')}>
      <AwaitingRestart />
      <SwitchRow setting="startAtLogin" />
      <SwitchRow setting="hardwareAcceleration" />
      <CrashReportsRow />
      <ServerSetting />
    </SettingsGroup>
  )
}
