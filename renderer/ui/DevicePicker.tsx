import { Select } from '@fluentui/react-components'
import { useTranslation } from 'react-i18next'
import type { DeviceChoice } from '../call/call-state.ts'

interface Props {
  label: string
  devices: readonly DeviceChoice[]
  selected: string | undefined
  onSelect: (id: string | undefined) => void
  id?: string
}

/** One of the devices of a kind, or the system's choice. */
export const DevicePicker = ({ label, devices, selected, onSelect, id }: Props) => {
  const { t } = useTranslation()
  const none = devices.length === 0
  return (
    <Select
      {...(id === undefined ? {} : { id })}
      aria-label={label}
      disabled={none}
      value={selected ?? ''}
      onChange={(_event, data) => onSelect(data.value === '' ? undefined : data.value)}
    >
      <option value="">{t(none ? 'preJoin.noDevice' : 'preJoin.systemDefault')}</option>
      {devices.map((device) => (
        <option key={device.id} value={device.id}>
          {device.label}
        </option>
      ))}
    </Select>
  )
}
