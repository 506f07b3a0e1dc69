import { Button, Switch } from '@fluentui/react-components'
import { useId } from 'react'
import { useTranslation } from 'react-i18next'
import { useEngine, usePolicies } from '../../app/services.ts'
import type { DeviceKind } from '../../call/call-state.ts'
import { DevicePicker } from '../../ui/DevicePicker.tsx'
import { SettingRow } from './SettingRow.tsx'
import { SettingsGroup } from './SettingsGroup.tsx'
import { useChangeSettings } from './use-change-settings.ts'
import { useDevices } from './use-devices.ts'
import { useInCall } from './use-in-call.ts'

const SETTING = { camera: 'cameraId', microphone: 'microphoneId', speaker: 'speakerId' } as const satisfies Record<
  DeviceKind,
  string
>
const KINDS = ['camera', 'microphone', 'speaker'] as const

/** Which camera, microphone and speakers meetings begin with; whoever is in one changes them there too. */
export const DeviceSettings = () => {
  const { t } = useTranslation()
  const { settings, change } = useChangeSettings()
  const { devices, known, hidden, allow } = useDevices()
  const engine = useEngine()
  const { allows } = usePolicies()
  const inCall = useInCall()
  const ids = { camera: useId(), microphone: useId() }

  return (
    <SettingsGroup title={t('settings.devices')} {...(inCall ? {} : { note: t('settings.devicesNote') })}>
      {hidden && (allows.camera || allows.microphone) ? (
        <SettingRow label={t('settings.devicesHidden')}>
          <Button onClick={allow}>{t('settings.allowDevices')}</Button>
        </SettingRow>
      ) : null}
      {known && !hidden
        ? KINDS.map((kind) => (
            <SettingRow key={kind} label={t(`common.${kind}`)}>
              <DevicePicker
                label={t(`common.${kind}`)}
                devices={devices[kind]}
                selected={settings[SETTING[kind]]}
                onSelect={(id) => (inCall ? void engine.selectDevice(kind, id) : change({ [SETTING[kind]]: id }))}
              />
            </SettingRow>
          ))
        : null}
      <SettingRow compact label={t('settings.joinWithCamera')} labelId={ids.camera} managed={!allows.camera}>
        <Switch
          aria-labelledby={ids.camera}
          disabled={!allows.camera}
          checked={settings.joinWithCamera && allows.camera}
          onChange={(_event, data) => change({ joinWithCamera: data.checked })}
        />
      </SettingRow>
      <SettingRow compact label={t('settings.joinWithMicrophone')} labelId={ids.microphone} managed={!allows.microphone}>
        <Switch
          aria-labelledby={ids.microphone}
          disabled={!allows.microphone}
          checked={settings.joinWithMicrophone && allows.microphone}
          onChange={(_event, data) => change({ joinWithMicrophone: data.checked })}
        />
      </SettingRow>
    </SettingsGroup>
  )
}
