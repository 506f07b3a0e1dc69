import type { DesktopCapturer, DisplayMediaRequestHandlerHandlerRequest, Session, Streams } from 'electron'
import type { Log } from '../diagnostics/log.ts'
import { isPageAddress } from '../page/address.ts'
import type { ScreenAbilities } from './screen-abilities.ts'
import type { PendingScreenChoice } from './screen-choice.ts'
import { findScreenSource } from './screen-sources.ts'

interface DisplayMediaOptions {
  capturer: Pick<DesktopCapturer, 'getSources'>
  choice: PendingScreenChoice
  abilities: ScreenAbilities
  /** Whether administrators allow it now. */
  isAllowed: () => boolean
  log: Log
}

type Request = Pick<DisplayMediaRequestHandlerHandlerRequest, 'frame' | 'audioRequested' | 'videoRequested'>

/** What a `getDisplayMedia` of the page gets: what was picked for it a moment ago, or nothing. */
export const decideDisplayMedia = async (request: Request, options: DisplayMediaOptions): Promise<Streams | null> => {
  const { capturer, choice, abilities, isAllowed } = options
  const { frame } = request
  if (!isAllowed()) return null
  if (frame === null || frame.parent !== null || !isPageAddress(frame.url) || !request.videoRequested) return null
  const picked = choice.take()
  if (picked === undefined && abilities.picker !== 'portal') return null
  const video = await findScreenSource(capturer, picked?.id)
  if (video === undefined) return null
  const audio = picked?.audio === true && request.audioRequested && abilities.systemAudio
  return audio ? { video, audio: 'loopback' } : { video }
}

/** On macOS 15 and later the system's picker answers, and our handler is not asked. */
export const handleDisplayMedia = (session: Session, options: DisplayMediaOptions): void => {
  session.setDisplayMediaRequestHandler(
    (request, callback) => {
      decideDisplayMedia(request, options).then(
        (streams) => callback(streams),
        (thrown: unknown) => {
          options.log.error('screen.notCaptured', thrown)
          callback(null)
        },
      )
    },
    { useSystemPicker: options.abilities.picker === 'macos' },
  )
}
