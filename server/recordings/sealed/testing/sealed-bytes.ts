import { createSecretKey, type KeyObject } from 'node:crypto'
import { readHeader, sealedLength, type TrackIdentity } from '../frame.ts'
import type { SealedSource } from '../scan.ts'
import type { SealedReader } from '../sealed-reader.ts'
import { SealedWriter, type SealedWriterOptions } from '../sealed-writer.ts'

export const KEY: KeyObject = createSecretKey(Buffer.alloc(32, 7))
export const TRACK: TrackIdentity = { recording: 'recording-1', track: 'track-1' }

/** A sink in memory that keeps each frame by itself. */
export class FrameList {
  readonly frames: Buffer[] = []

  async append(bytes: Uint8Array): Promise<void> {
    this.frames.push(Buffer.from(bytes))
  }
}

/** The sealed frames of content, a frame for each part, the last one, and the index. */
export const sealed = async (
  parts: readonly Uint8Array[],
  identity = TRACK,
  key = KEY,
  options?: SealedWriterOptions,
): Promise<Buffer[]> => {
  const sink = new FrameList()
  const writer = new SealedWriter(sink, key, identity, options)
  for (const part of parts) {
    await writer.write(part)
    await writer.flush()
  }
  await writer.close()
  const end = sink.frames.pop() ?? Buffer.alloc(0)
  const last = sealedLength(readHeader(end)?.length ?? 0)
  return [...sink.frames, end.subarray(0, last), end.subarray(last)]
}

export const sourceOf = (bytes: Buffer): SealedSource => ({
  size: bytes.length,
  read: async (at, length) => bytes.subarray(at, at + length),
})

/** What can be read, and how many bytes of content can't. */
export const contentOf = async (reader: SealedReader, start?: number, end?: number): Promise<{ bytes: Buffer; lost: number }> => {
  const parts: Buffer[] = []
  let lost = 0
  for await (const piece of reader.read(start, end)) {
    if ('bytes' in piece) parts.push(piece.bytes)
    else lost += piece.lost
  }
  return { bytes: Buffer.concat(parts), lost }
}
