import { expect, it } from 'vitest'
import { sortDevices } from './use-devices.ts'

it('lists devices by kind, without what only stands for the system’s choice', () => {
  const { devices, hidden } = sortDevices([
    { kind: 'audioinput', deviceId: 'default', label: 'Default - Headset' },
    { kind: 'audioinput', deviceId: 'communications', label: 'Communications - Headset' },
    { kind: 'audioinput', deviceId: 'a', label: 'Headset' },
    { kind: 'videoinput', deviceId: 'b', label: 'Camera' },
    { kind: 'audiooutput', deviceId: 'c', label: 'Speakers' },
  ])
  expect(devices).toEqual({
    microphone: [{ id: 'a', label: 'Headset' }],
    camera: [{ id: 'b', label: 'Camera' }],
    speaker: [{ id: 'c', label: 'Speakers' }],
  })
  expect(hidden).toBe(false)
})

it('knows a browser that keeps the names to itself from a computer without devices', () => {
  expect(sortDevices([{ kind: 'audioinput', deviceId: '', label: '' }]).hidden).toBe(true)
  expect(sortDevices([]).hidden).toBe(false)
})
