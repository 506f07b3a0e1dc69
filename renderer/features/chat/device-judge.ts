import { createContext, useContext } from 'react'
import type { Objection } from '#shared/contract/chat.ts'

export type DeviceVerdict = { readonly verdict: 'allow' } | { readonly verdict: 'hold' | 'refuse'; readonly objection: Objection }

/** Looks at a message on this device before it is sent; the text goes nowhere for it. */
export interface DeviceJudge {
  judge(text: string): DeviceVerdict | Promise<DeviceVerdict>
}

/** Absent where this device judges nothing: the service does in any case. */
export const DeviceJudgeContext = createContext<DeviceJudge | undefined>(undefined)

export const useDeviceJudge = (): DeviceJudge | undefined => useContext(DeviceJudgeContext)

/** What the device says of a text; a judge that fails says nothing, and the service decides. */
export const judgeOnDevice = async (judge: DeviceJudge | undefined, text: string): Promise<DeviceVerdict> => {
  try {
    return (await judge?.judge(text)) ?? { verdict: 'allow' }
  } catch {
    return { verdict: 'allow' }
  }
}
