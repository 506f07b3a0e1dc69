import { Device } from 'mediasoup-client'
import type { HandlerFactory } from 'mediasoup-client/types'
import { createDeviceLoader, type LoadDevice } from './connection/load-device.ts'
import { type EncryptionWorker, startEncryptionWorker } from './encryption/encryption-worker.ts'
import type { SignallingClient } from './signalling/signalling-client.ts'
import { connectSignalling } from './signalling/web-socket-signalling.ts'

/** A hidden player of one remote voice. */
export type AudioPlayer = Pick<HTMLAudioElement, 'play' | 'pause'> & {
  srcObject: MediaProvider | null
  setSinkId?(id: string): Promise<void>
}

/** What the call engine needs of the browser: one object, so that tests can give another. */
export interface CallEnvironment {
  /** Undefined where the page was not served securely. */
  mediaDevices: MediaDevices | undefined
  /** Tells `online`, `offline`, and gestures that unlock sound. */
  window: EventTarget
  /** Tells `freeze` and `resume` (Page Lifecycle). */
  document: EventTarget
  /** Physical pixels per CSS px, now. */
  pixelRatio(): number
  /** CSS px, now. */
  windowSize(): { width: number; height: number }
  connectSignalling(origin: string, ticket: string): SignallingClient
  loadDevice: LoadDevice
  createStream(track: MediaStreamTrack): MediaStream
  createPlayer(): AudioPlayer
  startEncryptionWorker(): EncryptionWorker
  /** ms since 1970. */
  now(): number
}

/** The browser that this page runs in. */
export const browserEnvironment = (handlerFactory?: HandlerFactory): CallEnvironment => ({
  mediaDevices: navigator.mediaDevices as MediaDevices | undefined,
  window,
  document,
  pixelRatio: () => window.devicePixelRatio,
  windowSize: () => ({ width: window.innerWidth, height: window.innerHeight }),
  connectSignalling,
  loadDevice: createDeviceLoader(() => Device.factory(handlerFactory === undefined ? {} : { handlerFactory })),
  createStream: (track) => new MediaStream([track]),
  createPlayer: () => new Audio(),
  startEncryptionWorker,
  now: Date.now,
})
