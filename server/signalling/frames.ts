/**
 * Frames of oRPC's RPC protocol over a WebSocket, as its clients send and read them: requests, replies, and the events of a
 * stream. What it could carry beside, our contract never does, and is not read: files, forms, dates, streams from the client.
 */
import type { ORPCError } from '@orpc/contract'
import { z } from 'zod'

/** Of a frame's type: absent or 1 is a request. */
const REQUEST = 1
/** A client no longer waits for the reply to a request, or the rest of a stream. */
const ABORT = 4

const Frame = z.object({
  /** Clients count their requests from 0. */
  i: z.string().min(1).max(64),
  t: z.union([z.literal(REQUEST), z.literal(ABORT)]).optional(),
  p: z.object({ u: z.string().max(100), b: z.object({ json: z.unknown() }).optional().catch(undefined) }).optional(),
})

export interface RequestFrame {
  readonly id: string
  /** As in `/prepare`. */
  readonly path: string
  readonly input: unknown
}

/** What a message asks: a request, or nothing that needs an answer. Undefined where it is no frame at all. */
export const readFrame = (text: string): RequestFrame | 'nothing' | undefined => {
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    return undefined
  }
  const { data } = Frame.safeParse(json)
  if (data?.t === ABORT) return 'nothing'
  return data?.p === undefined ? undefined : { id: data.i, path: data.p.u, input: data.p.b?.json }
}

/** The reply that went well. */
export const replyFrame = (id: string, output: unknown): string => JSON.stringify({ i: id, p: { b: { json: output } } })

export const refusalFrame = (id: string, error: ORPCError<string, unknown>): string =>
  JSON.stringify({ i: id, p: { s: error.status, b: { json: error.toJSON() } } })

/** The reply that a stream of events follows. */
export const streamFrame = (id: string): string => `{"i":${JSON.stringify(id)},"p":{"h":{"content-type":"text/event-stream"}}}`

/** One event; it is put into words once, however many streams it goes down. */
export const eventFrame = (id: string, eventJson: string): string =>
  `{"i":${JSON.stringify(id)},"t":3,"p":{"e":"message","d":{"json":${eventJson}}}}`

/** The end of a stream. */
export const endFrame = (id: string): string => `{"i":${JSON.stringify(id)},"t":3,"p":{"e":"done","d":{}}}`
