import type { DesktopCapturer, DesktopCapturerSource } from 'electron'
import type { ScreenSource } from '#shared/desktop-bridge.ts'

type Capturer = Pick<DesktopCapturer, 'getSources'>

const describe = (source: DesktopCapturerSource): ScreenSource => ({
  id: source.id,
  name: source.name,
  kind: source.id.startsWith('screen:') ? 'screen' : 'window',
  thumbnail: source.thumbnail.toDataURL(),
  ...(source.appIcon && !source.appIcon.isEmpty() ? { icon: source.appIcon.toDataURL() } : {}),
})

/**
 * Screens and windows that can be shared, with small pictures of what they show now. Our own window is left out: it would show
 * itself in itself. `width` of the pictures in px.
 */
export const listScreenSources = async (
  capturer: Capturer,
  width: number,
  ownSourceId: string | undefined,
): Promise<ScreenSource[]> => {
  const sources = await capturer.getSources({
    types: ['screen', 'window'],
    thumbnailSize: { width, height: Math.round((width * 9) / 16) },
    fetchWindowIcons: true,
  })
  return sources.filter((source) => source.id !== ownSourceId).map(describe)
}

/** The source with an id, or the one that the system's own picker gave where there is no id. No pictures are made for it. */
export const findScreenSource = async (
  capturer: Capturer,
  id: string | undefined,
): Promise<DesktopCapturerSource | undefined> => {
  const sources = await capturer.getSources({ types: ['screen', 'window'], thumbnailSize: { width: 0, height: 0 } })
  return id === undefined ? sources[0] : sources.find((source) => source.id === id)
}
