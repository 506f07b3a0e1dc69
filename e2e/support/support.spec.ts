/** The instruments, tried on pages of their own: a journey is worth what its probes are. */
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import { launchChromium } from './chromium.ts'
import { Forward } from './forward.ts'
import { holdingsProbe } from './holdings-probe.ts'
import { mediaProbe } from './media-probe.ts'
import { Network, whyNoNetworks } from './network.ts'
import { skipWithout } from './skip.ts'
import { VOICES, writeVoice } from './tones.ts'

/** A page that calls itself, with `call` and `hangUp` to start and end it. */
const PAGE = `<!doctype html><script>
window.call = async () => {
  const stream = await navigator.mediaDevices.getUserMedia({ audio: true, video: true })
  const near = new RTCPeerConnection(), far = new RTCPeerConnection()
  near.onicecandidate = (event) => far.addIceCandidate(event.candidate)
  far.onicecandidate = (event) => near.addIceCandidate(event.candidate)
  far.ontrack = (event) => {
    const element = document.createElement(event.track.kind)
    element.autoplay = true
    element.srcObject = new MediaStream([event.track])
    if (event.track.kind === 'video') Object.assign(element.dataset, { participantId: 'far', source: 'camera' })
    document.body.append(element)
  }
  for (const track of stream.getTracks()) near.addTrack(track, stream)
  await near.setLocalDescription(); await far.setRemoteDescription(near.localDescription)
  await far.setLocalDescription(); await near.setRemoteDescription(far.localDescription)
  window.hangUp = () => { near.close(); far.close(); stream.getTracks().forEach((track) => track.stop()) }
}
</script>`

let folder: string
let voiceFile: string
let server: Server
let port: number

test.beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'parley-support-'))
  voiceFile = join(folder, 'voice.wav')
  writeVoice(voiceFile, 'high')
  server = createServer((_, response) => response.setHeader('content-type', 'text/html').end(PAGE)).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  port = address !== null && typeof address === 'object' ? address.port : 0
})

test.afterAll(() => {
  server.close()
  rmSync(folder, { recursive: true })
})

test('the probes see frames, hear the voice by its pitch, and know what is still alive', async () => {
  await using browser = await launchChromium({ voiceFile })
  const context = await browser.newContext({ permissions: ['camera', 'microphone'] })
  await context.addInitScript(mediaProbe)
  await context.addInitScript(holdingsProbe)
  const page = await context.newPage()
  await page.goto(`http://127.0.0.1:${port}/`)
  await page.evaluate('call()')
  const inbound = (kind: string) => async () =>
    (await page.evaluate(() => window.mediaProbe.inbound())).find((stream) => stream.kind === kind)
  await expect.poll(async () => (await inbound('video')())?.framesDecoded).toBeGreaterThan(5)
  await expect.poll(async () => (await inbound('audio')())?.energy).toBeGreaterThan(0.001)
  await expect.poll(() => page.evaluate(() => window.mediaProbe.pictures().map(({ frames }) => frames > 5))).toEqual([true])
  const offKey = async () =>
    Math.min(...(await page.evaluate(() => window.mediaProbe.pitches())).map((pitch) => Math.abs(pitch - VOICES.high)))
  await expect.poll(offKey).toBeLessThan(30)
  expect(await page.evaluate(() => window.holdings())).toMatchObject({ connections: 2, liveTracks: 2 })
  await page.evaluate('hangUp()')
  expect(await page.evaluate(() => window.holdings())).toMatchObject({ connections: 0, liveTracks: 0, audioContexts: 0 })
})

test('a network is cut and mended, and trusts the origin that it is told to', async () => {
  skipWithout(whyNoNetworks())
  const network = await Network.create()
  const forward = await Forward.create(network.hostAddress, { tcp: [port], udp: [] })
  try {
    const origin = `http://${network.hostAddress}:${port}`
    const chromium = { voiceFile, trustedOrigin: origin }
    await using browser = await launchChromium({ ...chromium, wrap: (program) => network.wrap(program) })
    const page = await browser.newPage()
    await page.goto(origin)
    expect(await page.evaluate(() => isSecureContext)).toBe(true)
    const reachable = () =>
      page.evaluate(() =>
        fetch('/', { signal: AbortSignal.timeout(1_000) }).then(
          () => true,
          () => false,
        ),
      )
    expect(await reachable()).toBe(true)
    await network.cut()
    expect(await reachable()).toBe(false)
    await network.restore()
    await expect.poll(reachable).toBe(true)
  } finally {
    forward.close()
    await network.close()
  }
})
