/** Three ways to encrypt and decrypt the same frames, each one frame after the other, as a stream does. */
import 'livekit-client/e2ee-worker'
import { FrameCrypto } from '../../../renderer/encryption/frames/frame-crypto.ts'
import { type BenchFrame, frame, Outlet, type Size } from './frame.ts'

export interface Way {
  /** @returns the frames as they would be sent */
  encrypt(frames: readonly BenchFrame[]): Promise<readonly BenchFrame[]>
  /** @returns the frames as they would be shown */
  decrypt(frames: readonly BenchFrame[]): Promise<readonly BenchFrame[]>
}

/** Nothing but the AES that every way needs: one nonce, one short piece of additional data, no header. */
const bare = async (): Promise<Way> => {
  const key = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 128 }, false, ['encrypt', 'decrypt'])
  const algorithm = { name: 'AES-GCM', iv: new Uint8Array(12), additionalData: new Uint8Array(5) }
  return {
    async encrypt(frames) {
      for (const each of frames) each.data = await crypto.subtle.encrypt(algorithm, key, each.data)
      return frames
    },
    async decrypt(frames) {
      for (const each of frames) each.data = await crypto.subtle.decrypt(algorithm, key, each.data)
      return frames
    },
  }
}

type Transform = (frame: BenchFrame, outlet: Outlet) => Promise<void> | void

const through = (transform: Transform) => async (frames: readonly BenchFrame[]) => {
  const outlet = new Outlet()
  for (const each of frames) await transform(each, outlet)
  return outlet.frames
}

const parley = async ({ kind }: Size): Promise<Way> => {
  const own = new FrameCrypto()
  const other = new FrameCrypto()
  const baseKey = crypto.getRandomValues(new Uint8Array(16))
  await own.addEpoch({ epoch: 1n, baseKey, ownLeaf: 17, leaves: new Map([['other', 0]]) })
  await other.addEpoch({ epoch: 1n, baseKey, ownLeaf: 0, leaves: new Map([['own', 17]]) })
  own.sendWith(1n)
  const stream =
    kind === 'audio' ? ({ source: 'microphone', codec: 'opus' } as const) : ({ source: 'camera', codec: 'vp8' } as const)
  const encryptor = own.encryptor(stream)
  const decryptor = other.decryptor({ ...stream, sender: 'own' })
  return {
    encrypt: through((each, outlet) => encryptor.transform(each, outlet)),
    decrypt: through((each, outlet) => decryptor.transform(each, outlet)),
  }
}

const tell = (kind: string, data: object): void => {
  dispatchEvent(new MessageEvent('message', { data: { kind, data } }))
}

/** The function that its worker would run for each frame of a stream: it hands it to a `TransformStream` to be made. */
const livekitTransform = (kind: 'encode' | 'decode', codec: string | undefined, trackId: string): Promise<Transform> =>
  new Promise((resolve) => {
    const original = TransformStream
    globalThis.TransformStream = new Proxy(original, {
      construct(target, [transformer]: [Transformer<BenchFrame, BenchFrame>]) {
        globalThis.TransformStream = original
        const { transform } = transformer
        if (transform !== undefined) resolve(transform as unknown as Transform)
        return new target(transformer)
      },
    })
    const streams = { readableStream: new ReadableStream(), writableStream: new WritableStream() }
    tell(kind, { participantIdentity: 'own', trackId, codec, hasPacketTrailer: false, ...streams })
  })

const livekit = async (size: Size): Promise<Way> => {
  const options = {
    sharedKey: false,
    ratchetSalt: 'salt',
    ratchetWindowSize: 8,
    failureTolerance: 10,
    keyringSize: 16,
    keySize: 128,
  }
  tell('init', { keyProviderOptions: options, loglevel: 5 })
  tell('enable', { participantIdentity: 'own', enabled: true })
  const material = crypto.getRandomValues(new Uint8Array(32))
  const key = await crypto.subtle.importKey('raw', material, 'HKDF', false, ['deriveBits', 'deriveKey'])
  tell('setKey', { participantIdentity: 'own', isPublisher: true, key, keyIndex: 0, updateCurrentKeyIndex: true })
  const codec = size.kind === 'video' ? 'vp8' : undefined
  return {
    encrypt: through(await livekitTransform('encode', codec, `out ${size.bytes}`)),
    decrypt: through(await livekitTransform('decode', codec, `in ${size.bytes}`)),
  }
}

export const WAYS = { bare, parley, livekit } as const
export type WayName = keyof typeof WAYS

/** A way that gives back what it was given; anything else would be measured for nothing. */
export const openWay = async (name: WayName, size: Size, given: ArrayBuffer): Promise<Way> => {
  const way = await WAYS[name](size)
  const [sent] = await way.encrypt([frame(size, given, 0)])
  if (sent === undefined || sent.data.byteLength < given.byteLength + 16) throw new Error(`${name} does not encrypt`)
  const [shown] = await way.decrypt([sent])
  const same = shown !== undefined && new Uint8Array(shown.data).every((byte, at) => byte === new Uint8Array(given)[at])
  if (!same || shown.data.byteLength !== given.byteLength) throw new Error(`${name} does not decrypt`)
  return way
}
