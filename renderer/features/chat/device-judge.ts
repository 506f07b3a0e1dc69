import { createContext, useContext } from 'react'
import { ALLOW, type ModerationProvider, type Verdict } from '#shared/moderation/provider.ts'

/** Looks at messages on this device before they are sent. Absent where nothing does: the service does in any case. */
export const DeviceJudgeContext = createContext<ModerationProvider | undefined>(undefined)

export const useDeviceJudge = (): ModerationProvider | undefined => useContext(DeviceJudgeContext)

/** What the device says of a text; a provider that fails says nothing, and the service decides. */
export const judgeOnDevice = async (provider: ModerationProvider | undefined, text: string): Promise<Verdict> => {
  try {
    return (await provider?.judge(text)) ?? ALLOW
  } catch {
    return ALLOW
  }
}
