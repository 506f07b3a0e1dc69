import type { DeviceChoice } from '../call-state.ts'

/**
 * The device that a person chose before, among those that are there now: by id, else by label, because browsers draw new ids when
 * their storage is cleared. Undefined: the system's default.
 */
export const chooseDevice = (
  wanted: { id?: string | undefined; label?: string | undefined },
  available: readonly DeviceChoice[],
): DeviceChoice | undefined => {
  const byId = wanted.id === undefined ? undefined : available.find(({ id }) => id === wanted.id)
  if (byId !== undefined) return byId
  return wanted.label === undefined || wanted.label === '' ? undefined : available.find(({ label }) => label === wanted.label)
}
