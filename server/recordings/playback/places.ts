import type { SealedReader } from '../sealed/sealed-reader.ts'
import { CLUSTER_START, type Cluster, clustersIn } from './clusters.ts'

/** Where to begin for a moment of a track. */
export interface Place {
  /** bytes of what comes before the first cluster: what every player needs first */
  readonly header: number
  /** bytes from the start, of a cluster that a picture can start with */
  readonly from: number
  /** ms of the file */
  readonly media: number
}

/** bytes that are looked at in one place: about one sealed frame. */
const WINDOW = 256 * 1_024

/** What can be had from `from` to `to`, each run of bytes with where it begins. */
const runs = async (reader: SealedReader, from: number, to: number): Promise<{ at: number; bytes: Buffer }[]> => {
  const found: { at: number; parts: Buffer[]; end: number }[] = []
  for await (const piece of reader.read(from, to)) {
    if (!('bytes' in piece)) continue
    const last = found.at(-1)
    if (last !== undefined && last.end === piece.offset) {
      last.parts.push(piece.bytes)
      last.end += piece.bytes.length
    } else found.push({ at: piece.offset, parts: [piece.bytes], end: piece.offset + piece.bytes.length })
  }
  return found.map(({ at, parts }) => ({ at, bytes: Buffer.concat(parts) }))
}

/** The clusters that begin from `from` on and before `to`. */
const clustersBetween = async (reader: SealedReader, from: number, to: number): Promise<Cluster[]> => {
  const found = await runs(reader, from, to + CLUSTER_START)
  return found.flatMap(({ at, bytes }) =>
    clustersIn(bytes)
      .map((cluster) => ({ ...cluster, at: cluster.at + at }))
      .filter((cluster) => cluster.at < to),
  )
}

/** The first cluster from `from` on, and before `to`. */
const firstFrom = async (reader: SealedReader, from: number, to: number): Promise<Cluster | undefined> => {
  for (let at = from; at < to; at += WINDOW) {
    const [first] = await clustersBetween(reader, at, Math.min(at + WINDOW, to))
    if (first !== undefined) return first
  }
  return undefined
}

/**
 * The last place at or before `media` ms where playing can begin; the first one there is where the track begins later. Opens a few
 * frames, not the track. Undefined where there is nothing to play.
 */
export const placeOf = async (reader: SealedReader, media: number): Promise<Place | undefined> => {
  const { size } = reader
  const first = await firstFrom(reader, 0, size)
  if (first === undefined) return undefined
  const header = first.at
  let low = first
  let high = size
  while (high - low.at > WINDOW) {
    const middle = Math.floor((low.at + high) / 2)
    const found = await firstFrom(reader, middle, high)
    if (found === undefined || found.time > media) high = middle
    else low = found
  }
  const near = (await clustersBetween(reader, low.at, high)).filter(({ time }) => time <= media)
  const place = near.findLast(({ key }) => key) ?? (await lastKeyBefore(reader, header, low.at)) ?? first
  return { header, from: place.at, media: place.time }
}

/** The last cluster before `before` that a picture can begin with. */
const lastKeyBefore = async (reader: SealedReader, header: number, before: number): Promise<Cluster | undefined> => {
  for (let to = before; to > header; to -= WINDOW) {
    const found = (await clustersBetween(reader, Math.max(header, to - WINDOW), to)).findLast(({ key }) => key)
    if (found !== undefined) return found
  }
  return undefined
}
