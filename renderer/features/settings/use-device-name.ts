import { useCallback } from 'react'
import { useTranslation } from 'react-i18next'
import type { Device } from '#shared/contract/identity.ts'

/** What a device is called: its own name, or what it is. */
export const useDeviceName = (): ((device: Device) => string) => {
  const { t } = useTranslation()
  return useCallback(({ name, kind }) => name ?? t(`sessions.${kind}`), [t])
}
