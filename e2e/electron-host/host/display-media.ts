import type { DesktopCapturer, DesktopCapturerSource, Session, WebFrameMain } from 'electron'
import type { PermissionAnswer } from '../page/permission-gate.ts'
import { conform } from './conform.ts'
import { createPicture } from './native-image.ts'

type Handler = NonNullable<Parameters<Session['setDisplayMediaRequestHandler']>[0]>
type Streams = Parameters<Parameters<Handler>[1]>[0]

const SCREEN = { id: 'screen:0:0', name: 'Entire screen', display_id: '0' }

/** The one source that Chromium can be made to capture here: the whole screen of the X display, where there is one. */
const sources = (): (typeof SCREEN)[] => (process.env.DISPLAY ? [SCREEN] : [])

export const desktopCapturer = conform<DesktopCapturer>()({
  getSources: async ({ types, thumbnailSize = { width: 150, height: 150 } }) =>
    types.includes('screen')
      ? sources().map((source): DesktopCapturerSource => {
          const { width, height } = thumbnailSize
          return { ...source, thumbnail: createPicture(width, height), appIcon: createPicture(0, 0) }
        })
      : [],
} satisfies Partial<DesktopCapturer>)

/** Whether a page gets the screen: the program's handler decides, and can give nothing but a source that there is. */
export class DisplayMedia {
  handler: Handler | null = null

  async choose(request: { frame: WebFrameMain; audio: boolean; video: boolean }): Promise<PermissionAnswer['refusal']> {
    const { handler } = this
    if (handler === null) return { name: 'NotSupportedError', message: 'Not supported' }
    const streams = await new Promise<Streams>((resolve) => {
      handler(
        {
          frame: request.frame,
          securityOrigin: `${request.frame.origin}/`,
          videoRequested: request.video,
          audioRequested: request.audio,
          userGesture: true,
        },
        resolve,
      )
    })
    const video = streams?.video
    const isKnown = video !== undefined && 'id' in video && sources().some(({ id }) => id === video.id)
    if (isKnown) return undefined
    return video === undefined
      ? { name: 'NotAllowedError', message: 'Permission denied' }
      : { name: 'NotReadableError', message: 'Could not start video source' }
  }
}
