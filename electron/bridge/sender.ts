import { isPageAddress } from '../page/address.ts'

/** Of an IPC event, what tells who sent it. */
export interface Sending {
  sender: { readonly id: number }
  /** Null when the frame has navigated away or is gone. */
  senderFrame: { readonly url: string; readonly parent: unknown } | null
}

/** Whether a message comes from the main frame of our own page in our own window. `window` is the id of its web contents. */
export const isFromPage = (event: Sending, window: number | undefined): boolean =>
  window !== undefined &&
  event.sender.id === window &&
  event.senderFrame !== null &&
  event.senderFrame.parent === null &&
  isPageAddress(event.senderFrame.url)
