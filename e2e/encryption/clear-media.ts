/** Looks through packets for media that anybody could play: pictures of VP8, sound of Opus. */
import type { Page } from '@playwright/test'
import type { Tapped } from '../support/media-tap.ts'
import { readVp8 } from '../support/rtp.ts'

/** RFC 6386 §9.1: what follows the frame tag of each key frame, and then width and height. */
const START_CODE = Buffer.from([0x9d, 0x01, 0x2a])

/** px that pictures of a meeting may have; without scaling, which nobody uses. */
const isPlausible = (size: number): boolean => size >= 16 && size <= 4096

const keyFrameAt = (data: Buffer, place: number): string | undefined => {
  if (place < 0 || place + 7 > data.length) return undefined
  const [width, height] = [data.readUInt16LE(place + 3), data.readUInt16LE(place + 5)]
  return isPlausible(width) && isPlausible(height) ? `${width} × ${height}` : undefined
}

/**
 * The sizes of the pictures of all clear VP8 key frames, wherever in the packets they begin: a key frame behind a header that nobody
 * knows is found as well. In what is random, one of 2^32 places looks like one.
 */
export const vp8KeyFrames = (packets: readonly Tapped[]): string[] =>
  packets
    .filter(({ mimeType }) => mimeType.startsWith('video/'))
    .flatMap(({ packet: { payload } }) => {
      const found: string[] = []
      for (let at = payload.indexOf(START_CODE); at >= 0; at = payload.indexOf(START_CODE, at + 1)) {
        const size = keyFrameAt(payload, at)
        if (size !== undefined) found.push(size)
      }
      return found
    })

/** The same where a decoder expects them: at the beginning of a frame, behind the descriptor and the frame tag. */
export const playableKeyFrames = (packets: readonly Tapped[]): number =>
  packets.filter(({ mimeType, packet }) => {
    const vp8 = mimeType === 'video/VP8' ? readVp8(packet.payload) : undefined
    if (vp8?.begins !== true || ((vp8.data[0] ?? 1) & 1) !== 0) return false
    return vp8.data.indexOf(START_CODE) === 3 && keyFrameAt(vp8.data, 3) !== undefined
  }).length

export const opusPayloads = (packets: readonly Tapped[]): Buffer[] =>
  packets
    .filter(({ mimeType, packet }) => mimeType === 'audio/opus' && packet.payload.length > 0)
    .map(({ packet }) => packet.payload)

/** The first bytes of Opus frames (RFC 6716 §3.1), each as often as it is there. */
export const openings = (payloads: readonly Buffer[]): Map<number, number> => {
  const counted = new Map<number, number>()
  for (const payload of payloads) {
    const opening = payload.readUInt8(0)
    counted.set(opening, (counted.get(opening) ?? 0) + 1)
  }
  return counted
}

/**
 * Plays payloads as if they were Opus, with the decoder of a page, and tells how much of the sound's energy is at each pitch, from 0
 * to 1: a voice of the fake microphones is a tone.
 */
export const loudnessAt = (page: Page, payloads: readonly Buffer[], pitches: readonly number[]): Promise<number[]> =>
  page.evaluate(
    async ([encoded, wanted]) => {
      const RATE = 48_000
      const WINDOW = 4_800
      const sound: number[] = []
      const open = (): AudioDecoder => {
        const decoder = new AudioDecoder({
          output: (data) => {
            const samples = new Float32Array(data.numberOfFrames)
            data.copyTo(samples, { planeIndex: 0, format: 'f32-planar' })
            for (const sample of samples) sound.push(sample)
            data.close()
          },
          // What is no Opus is no sound.
          error: () => undefined,
        })
        decoder.configure({ codec: 'opus', sampleRate: RATE, numberOfChannels: 1 })
        return decoder
      }
      let decoder = open()
      for (const [index, text] of encoded.entries()) {
        if (decoder.state === 'closed') decoder = open()
        const data = Uint8Array.from(atob(text), (character) => character.charCodeAt(0))
        decoder.decode(new EncodedAudioChunk({ type: 'key', timestamp: index * 20_000, data }))
        if (index % 25 === 24) await decoder.flush().catch(() => undefined)
      }
      if (decoder.state !== 'closed') await decoder.flush().catch(() => undefined)
      // Goertzel's algorithm, a tenth of a second at a time.
      const powerAt = (pitch: number, from: number): number => {
        const turn = 2 * Math.cos((2 * Math.PI * pitch) / RATE)
        let [last, before] = [0, 0]
        for (let at = from; at < from + WINDOW; at += 1) [last, before] = [(sound[at] ?? 0) + turn * last - before, last]
        return last * last + before * before - turn * last * before
      }
      let energy = 0
      const powers = wanted.map(() => 0)
      for (let from = 0; from + WINDOW <= sound.length; from += WINDOW) {
        for (let at = from; at < from + WINDOW; at += 1) energy += (sound[at] ?? 0) ** 2
        for (const [index, pitch] of wanted.entries()) powers[index] = (powers[index] ?? 0) + powerAt(pitch, from)
      }
      return powers.map((power) => (energy === 0 ? 0 : power / ((energy * WINDOW) / 2)))
    },
    [payloads.map((payload) => payload.toString('base64')), pitches] as const,
  )
