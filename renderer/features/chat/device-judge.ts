import { createContext, useContext, useEffect } from 'react'
import type { OptionValue } from '#shared/meeting/options.ts'
import { bundledProvider } from '#shared/moderation/bundled.ts'
import { ALLOW, type ModerationProvider, type Verdict } from '#shared/moderation/provider.ts'

/** Looks at messages on this device before they are sent; the service does in any case. */
export const DeviceJudgeContext = createContext<ModerationProvider>(bundledProvider)

export const useDeviceJudge = (moderation: OptionValue<'moderation'>): ModerationProvider => {
  const provider = useContext(DeviceJudgeContext)
  useEffect(() => {
    if (moderation === 'off') return
    // The first judgement prepares the patterns, which takes long enough to be felt when a message is sent.
    const timer = setTimeout(() => void provider.judge(''), 500)
    return () => clearTimeout(timer)
  }, [moderation, provider])
  return provider
}

/** What the device says of a text; a provider that fails says nothing, and the service decides. */
export const judgeOnDevice = async (provider: ModerationProvider, text: string): Promise<Verdict> => {
  try {
    return await provider.judge(text)
  } catch {
    return ALLOW
  }
}
