import { useCallback } from 'react'
import { deepLinkOf, webLinkOf } from '#shared/meeting/code.ts'
import { usePlatform } from './services.ts'
import { useRequest } from './use-request.ts'

/** What the service says of itself. */
export const useAbout = () => {
  const platform = usePlatform()
  return useRequest(useCallback(() => platform.service.about(), [platform]))
}

export interface MeetingLinks {
  web: string
  desktop: string
}

/** The links of a meeting, as they are passed on. */
export const useMeetingLinks = (): ((code: string) => MeetingLinks) => {
  const { serviceOrigin } = usePlatform()
  const { request } = useAbout()
  const origin = request.value?.webOrigin ?? serviceOrigin
  return useCallback((code) => ({ web: webLinkOf(origin, code), desktop: deepLinkOf(code) }), [origin])
}
