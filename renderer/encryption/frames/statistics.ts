/** What happened to frames: counted, so that a person and a test can see that nothing is shown that shouldn't be. */

/** Why a frame isn't sent. */
export type NotSent =
  /** No key to send with, or no longer. */
  | 'noKey'
  /** Not a frame of the stream's codec. */
  | 'malformed'
  /** WebCrypto or the stream refused. */
  | 'failed'

/** Why a frame isn't shown. */
export type NotShown =
  /** Nothing that a member packs. */
  | 'malformed'
  /** Of an epoch that is over, or of no member. */
  | 'noKey'
  /** Another member's than the one whose stream it came on. */
  | 'wrongSender'
  /** Was already there, or is too old to know. */
  | 'replayed'
  /** Doesn't authenticate. */
  | 'forged'
  /** Its key didn't come in time. */
  | 'expired'
  /** More waited for a key than there is room for. */
  | 'overflowed'
  /** The stream took no more. */
  | 'failed'

export interface SendStatistics {
  encrypted: number
  dropped: Record<NotSent, number>
}

export interface ReceiveStatistics {
  decrypted: number
  /** Frames that waited for their key, whatever became of them. */
  held: number
  dropped: Record<NotShown, number>
}

export interface FrameStatistics {
  readonly sent: SendStatistics
  /** By sender. */
  readonly received: ReadonlyMap<string, ReceiveStatistics>
}

export const noneSent = (): SendStatistics => ({ encrypted: 0, dropped: { noKey: 0, malformed: 0, failed: 0 } })

export const noneReceived = (): ReceiveStatistics => ({
  decrypted: 0,
  held: 0,
  dropped: { malformed: 0, noKey: 0, wrongSender: 0, replayed: 0, forged: 0, expired: 0, overflowed: 0, failed: 0 },
})
