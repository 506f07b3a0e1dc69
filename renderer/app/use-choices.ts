import { useCallback } from 'react'
import { usePlatform } from './services.ts'
import { useRequest } from './use-request.ts'

/** The templates and labels that the person can make a meeting with. */
export const useChoices = () => {
  const { service } = usePlatform()
  return useRequest(useCallback(() => service.meetings.choices(), [service]))
}
