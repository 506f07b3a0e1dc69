import { expect, test } from '@playwright/test'
import { skipWithout } from '../support/skip.ts'
import { startDisplay, type VirtualDisplay } from './display.ts'
import { type Example, launchExample } from './example.ts'
import { host, isHost } from './launch.ts'

let display: VirtualDisplay | undefined
let example: Example
test.beforeAll(async () => {
  display = process.env.DISPLAY ? undefined : await startDisplay()
  example = await launchExample(display && { DISPLAY: display.name })
})
test.afterAll(async () => {
  await example.app.close()
  display?.close()
})

/** Frames that arrive from what a capture gave, in a second at the most; or the name of its error. */
const capture = async ({ page }: Example, what: 'getUserMedia' | 'getDisplayMedia'): Promise<string | number> => {
  await page.evaluate((name) => {
    document.body.onclick = () => {
      const constraints = name === 'getUserMedia' ? { audio: true, video: true } : { video: true }
      window.heard = [navigator.mediaDevices[name](constraints)]
    }
  }, what)
  await page.getByText('ready').click()
  return await page.evaluate(async () => {
    const [stream] = await Promise.allSettled(window.heard as Promise<MediaStream>[])
    document.body.onclick = null
    if (stream?.status !== 'fulfilled') return stream?.reason?.name ?? 'nothing'
    const video = document.createElement('video')
    video.muted = true
    video.srcObject = stream.value
    await video.play()
    let frames = 0
    await new Promise<void>((resolve) => {
      const count = () => {
        if (++frames === 5) resolve()
        else video.requestVideoFrameCallback(count)
      }
      video.requestVideoFrameCallback(count)
    })
    for (const track of stream.value.getTracks()) track.stop()
    return frames
  })
}

test('camera and microphone give what the fake devices play', async () => {
  expect(await capture(example, 'getUserMedia')).toBe(5)
  if (isHost) {
    expect((await host(example.app).records()).permissions).toContainEqual({
      permission: 'media',
      mediaTypes: ['audio', 'video'],
      granted: true,
      by: 'request',
    })
  }
})

test('the screen is captured when the program gives it', async () => {
  skipWithout(process.env.DISPLAY || display ? undefined : 'there is neither a display nor Xvfb')
  expect(await capture(example, 'getDisplayMedia')).toBe(5)
})

test('the screen is not captured when the program refuses, or has none to give', async () => {
  await example.app.evaluate(({ session }) =>
    session.defaultSession.setDisplayMediaRequestHandler((_request, give) => give(null)),
  )
  expect(await capture(example, 'getDisplayMedia')).toBe('NotAllowedError')
  await example.app.evaluate(({ session }) => session.defaultSession.setDisplayMediaRequestHandler(null))
  expect(await capture(example, 'getDisplayMedia')).toBe('NotSupportedError')
  await example.app.evaluate(({ session }) =>
    session.defaultSession.setPermissionRequestHandler((_contents, permission, give) => give(permission !== 'display-capture')),
  )
  expect(await capture(example, 'getDisplayMedia')).toBe('NotAllowedError')
})

test('a frame of the page is asked about like the page', async () => {
  await example.app.evaluate(({ session }) =>
    session.defaultSession.setPermissionRequestHandler((_contents, _permission, give, details) => give(details.isMainFrame)),
  )
  const error = await example.page.evaluate(async () => {
    const frame = document.createElement('iframe')
    document.body.append(frame)
    const asked = await frame.contentWindow?.navigator.mediaDevices
      .getUserMedia({ video: true })
      .catch((thrown: Error) => thrown.name)
    frame.remove()
    return asked
  })
  expect(error).toBe('NotAllowedError')
})

test('the answers of the operating system can be set', async () => {
  skipWithout(isHost ? undefined : 'the system answers by itself')
  await host(example.app).setSurroundings({
    mediaAccess: { camera: 'not-determined', microphone: 'denied', screen: 'granted' },
    mediaAccessAnswer: false,
  })
  expect(
    await example.app.evaluate(async ({ systemPreferences }) => [
      systemPreferences.getMediaAccessStatus('camera'),
      await systemPreferences.askForMediaAccess('camera'),
      systemPreferences.getMediaAccessStatus('camera'),
      await systemPreferences.askForMediaAccess('microphone'),
    ]),
  ).toEqual(['not-determined', false, 'denied', false])
})
