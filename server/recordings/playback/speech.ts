/**
 * When somebody spoke, told by how much of a voice was sent: Opus takes many bytes for speech, few for a quiet room, and where a
 * sender leaves silence out, none. Nothing is decoded or listened to.
 */
import type { SealedReader } from '../sealed/sealed-reader.ts'
import { type Block, BlockScan } from './blocks.ts'

/** ms of the file, from and to. */
export type SpeechSpan = readonly [from: number, to: number]

/** ms that are judged together. */
const WINDOW = 250
/** bytes that a window of speech has at least: 16 kbit/s. */
const LEAST = 500
/** Of what a loud window of this track has. */
const SHARE = 0.45
/** ms: pauses between words are speech too, and what is shorter than a word is none. */
const PAUSE = 1_000
const WORD = 500
/** Two weeks: no track is longer, and what says so has it from a sender whose clock jumps. */
const MOST_WINDOWS = (14 * 86_400_000) / WINDOW

/** Bytes in each window from the start of the file. */
const loudness = (windows: number[], { time, size }: Block): void => {
  const window = Math.floor(Math.max(0, time) / WINDOW)
  if (window >= MOST_WINDOWS) return
  while (windows.length <= window) windows.push(0)
  windows[window] = (windows[window] ?? 0) + size
}

export const spansOf = (windows: readonly number[]): SpeechSpan[] => {
  const loud = windows.toSorted((one, other) => one - other)[Math.floor(windows.length * 0.9)] ?? 0
  const threshold = Math.max(LEAST, loud * SHARE)
  const spans: [number, number][] = []
  for (const [window, bytes] of windows.entries()) {
    if (bytes < threshold) continue
    const from = window * WINDOW
    const last = spans.at(-1)
    if (last !== undefined && from - last[1] <= PAUSE) last[1] = from + WINDOW
    else spans.push([from, from + WINDOW])
  }
  return spans.filter(([from, to]) => to - from >= WORD)
}

/** Reads the whole track. */
export const speechIn = async (reader: SealedReader): Promise<SpeechSpan[]> => {
  const scan = new BlockScan()
  const windows: number[] = []
  for await (const piece of reader.read()) {
    if (!('bytes' in piece)) scan.lose()
    else for (const block of scan.push(piece.bytes)) loudness(windows, block)
  }
  return spansOf(windows)
}
