/** The encryption worker without a worker: its core in the same thread, with ports that clone as real ones do. */
import { EncryptionCore } from '../../encryption/encryption-core.ts'
import type { StreamOptions } from '../../encryption/frames/transformers.ts'
import type { LinkPort } from '../../encryption/link.ts'
import type { EncryptionWorker } from '../encryption/encryption-worker.ts'

/** One end of a pair; what is posted at one arrives at the other. */
class FakePort extends EventTarget {
  other: FakePort | undefined
  closed = false

  postMessage(message: unknown): void {
    const data = structuredClone(message)
    const { other } = this
    if (this.closed || other === undefined || other.closed) return
    queueMicrotask(() => {
      if (!other.closed) other.dispatchEvent(new MessageEvent('message', { data }))
    })
  }
}

const asLinkPort = (port: FakePort): LinkPort => port as unknown as LinkPort

export class FakeEncryptionWorker implements EncryptionWorker {
  readonly #page = new FakePort()
  readonly #worker = new FakePort()
  readonly core: EncryptionCore
  /** By what they were attached to, in order. */
  readonly attached = new Map<unknown, StreamOptions>()
  #failed: () => void = () => undefined
  closed = false

  constructor() {
    this.#page.other = this.#worker
    this.#worker.other = this.#page
    this.core = new EncryptionCore(asLinkPort(this.#worker))
  }

  get port(): LinkPort {
    return asLinkPort(this.#page)
  }

  attach(end: RTCRtpSender | RTCRtpReceiver, stream: StreamOptions): void {
    if (this.closed) throw new Error('closed')
    this.attached.set(end, stream)
  }

  onFailed(listener: () => void): void {
    this.#failed = listener
  }

  /** As when its script throws. */
  fail(): void {
    this.#failed()
  }

  close(): void {
    this.closed = true
    this.#page.closed = true
    this.#worker.closed = true
    this.core.frames.close()
  }
}
