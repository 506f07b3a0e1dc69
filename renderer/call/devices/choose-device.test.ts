import { expect, test } from 'vitest'
import { chooseDevice } from './choose-device.ts'
import { sortDevices } from './list-devices.ts'

const desk = { id: 'a', label: 'Desk' }
const headset = { id: 'b', label: 'Headset' }
const nameless = { id: 'c', label: '' }

test.each([
  ['nothing chosen', {}, [desk, headset], undefined],
  ['by id', { id: 'b' }, [desk, headset], headset],
  ['by id, though the label has changed', { id: 'b', label: 'Desk' }, [desk, headset], headset],
  ['by label, where the id is new', { id: 'old', label: 'Headset' }, [desk, headset], headset],
  ['gone', { id: 'b', label: 'Headset' }, [desk], undefined],
  ['gone, and no label was ever known', { id: 'b', label: '' }, [desk, nameless], undefined],
  ['nothing plugged in', { id: 'b' }, [], undefined],
])('%s', (_what, wanted, available, chosen) => {
  expect(chooseDevice(wanted, available)).toBe(chosen)
})

test('devices are sorted by what they are for, the system’s aliases left out', () => {
  expect(
    sortDevices([
      { kind: 'audioinput', deviceId: 'default', label: 'Default' },
      { kind: 'audioinput', deviceId: 'a', label: 'Desk' },
      { kind: 'audiooutput', deviceId: 'communications', label: 'Communications' },
      { kind: 'audiooutput', deviceId: 's', label: 'Speaker' },
      { kind: 'videoinput', deviceId: '', label: '' },
    ]),
  ).toEqual({ microphone: [{ id: 'a', label: 'Desk' }], camera: [], speaker: [{ id: 's', label: 'Speaker' }] })
})
