import type {
  BrowserWindowConstructorOptions,
  DidCreateWindowDetails,
  HandlerDetails,
  WebContentsWillNavigateEventParams,
} from 'electron'
import { createEvent } from './event.ts'
import type { WantedNavigation, WantedWindow } from './page.ts'
import { type HostWebContents, windowOpenHandlerOf } from './web-contents.ts'

/** Process and frame, which no program of ours tells apart. */
const FRAME_IDS = [1, 1] as const

/** Puts a navigation to the program. */
export const mayNavigate = (
  contents: HostWebContents,
  { address, frame, isMainFrame, isRedirect }: WantedNavigation,
): boolean => {
  const details: WebContentsWillNavigateEventParams = {
    url: address,
    isSameDocument: false,
    isMainFrame,
    frame,
    initiator: frame,
  }
  const event = createEvent(details)
  if (isRedirect) {
    contents.emit('will-redirect', event, address, false, isMainFrame, ...FRAME_IDS)
    return !event.defaultPrevented
  }
  contents.emit('will-frame-navigate', event)
  if (isMainFrame && !event.defaultPrevented) contents.emit('will-navigate', event, address, false, true, ...FRAME_IDS)
  return !event.defaultPrevented
}

const describeWindow = (contents: HostWebContents, { address, name, features }: WantedWindow): HandlerDetails => ({
  url: address,
  frameName: name === '_blank' ? '' : name,
  features,
  disposition: /(?:width|height)=/.test(features) ? 'new-window' : 'foreground-tab',
  referrer: { url: contents.getURL(), policy: 'strict-origin-when-cross-origin' },
})

/** Puts a window that a page wants to the program: what it is made of; undefined where there is to be none. */
export const mayOpen = (contents: HostWebContents, wanted: WantedWindow): DidCreateWindowDetails | undefined => {
  const details = describeWindow(contents, wanted)
  const answer = windowOpenHandlerOf(contents)?.(details) ?? { action: 'allow' }
  if (answer.action !== 'allow') return undefined
  const options: BrowserWindowConstructorOptions = answer.overrideBrowserWindowOptions ?? {}
  return { ...details, options }
}
