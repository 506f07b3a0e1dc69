/// <reference types="vite/client" />
import type { StreamOptions } from '../../encryption/frames/transformers.ts'
import type { LinkPort } from '../../encryption/link.ts'
import workerAddress from '../../encryption/worker.ts?worker&url'

/** The worker in which a meeting's keys are. */
export interface EncryptionWorker {
  readonly port: LinkPort
  /** Frames of this sender or receiver go through the worker from now on. Throws where they can't. */
  attach(end: RTCRtpSender | RTCRtpReceiver, stream: StreamOptions): void
  /** Calls `listener` where the worker could not be started, or broke. */
  onFailed(listener: () => void): void
  close(): void
}

/** The part of Trusted Types that TypeScript's description of browsers lacks. */
interface TrustedTypes {
  createPolicy(name: string, rules: { createScriptURL(address: string): string }): { createScriptURL(address: string): URL }
}

const { trustedTypes } = globalThis as { trustedTypes?: TrustedTypes }

/** Of all addresses this one alone may become a worker. */
const policy = trustedTypes?.createPolicy('encryption-worker', {
  createScriptURL: (address) => {
    if (address !== workerAddress) throw new TypeError('not the encryption worker')
    return address
  },
})

export const startEncryptionWorker = (): EncryptionWorker => {
  const worker = new Worker(policy?.createScriptURL(workerAddress) ?? workerAddress, { type: 'module', name: 'encryption' })
  return {
    port: worker,
    attach: (end, stream) => {
      end.transform = new RTCRtpScriptTransform(worker, stream)
    },
    onFailed: (listener) => {
      worker.addEventListener('error', listener)
      worker.addEventListener('messageerror', listener)
    },
    close: () => worker.terminate(),
  }
}
