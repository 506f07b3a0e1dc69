/** The way to the service's media ports: whether they answer, over UDP and over TCP, and how soon. */
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { isIPv6, connect as openTcp } from 'node:net'
import type { MediaProbe } from '#shared/contract/diagnostics.ts'
import { answers, bindingRequest } from './stun.ts'

type Candidate = MediaProbe['candidates'][number]

/** ms that an answer may take. */
const PATIENCE = 3_000
/** A request that is not answered is sent again after so long, as lost packets are nothing unusual, ms. */
const AGAIN = 500

/** One request; ms until its answer. Rejects where none comes. */
type Ask = (signal: AbortSignal) => Promise<number>

const overUdp =
  (probe: MediaProbe, { address, port }: Candidate): Ask =>
  async (signal) => {
    const socket = createSocket(isIPv6(address) ? 'udp6' : 'udp4')
    try {
      const answered = Promise.withResolvers<number>()
      const sent = new Map<ReturnType<typeof bindingRequest>, number>()
      const send = (): void => {
        const request = bindingRequest(probe)
        sent.set(request, performance.now())
        socket.send(request.bytes, port, address)
      }
      socket.on('error', answered.reject)
      socket.on('message', (bytes) => {
        for (const [request, at] of sent) if (answers(bytes, request, probe.password)) answered.resolve(performance.now() - at)
      })
      signal.addEventListener('abort', () => answered.reject(signal.reason))
      const timer = setInterval(send, AGAIN)
      send()
      try {
        return await answered.promise
      } finally {
        clearInterval(timer)
      }
    } finally {
      socket.close()
    }
  }

/** Each message with its length before it (RFC 4571). */
const overTcp =
  (probe: MediaProbe, { address, port }: Candidate): Ask =>
  async (signal) => {
    const socket = openTcp({ host: address, port })
    try {
      await once(socket, 'connect', { signal })
      const request = bindingRequest(probe)
      const length = Buffer.alloc(2)
      length.writeUInt16BE(request.bytes.length)
      const at = performance.now()
      socket.write(Buffer.concat([length, request.bytes]))
      let got = Buffer.alloc(0)
      for (;;) {
        const [chunk] = (await once(socket, 'data', { signal })) as [Buffer]
        got = Buffer.concat([got, chunk])
        const whole = got.length >= 2 ? got.readUInt16BE(0) : Number.POSITIVE_INFINITY
        if (got.length < 2 + whole) continue
        if (answers(got.subarray(2, 2 + whole), request, probe.password)) return performance.now() - at
        throw new Error('not an answer to our question')
      }
    } finally {
      socket.destroy()
    }
  }

/** ms until the first of the media ports answers over this protocol; undefined where none does. */
export const reachMedia = async (
  probe: MediaProbe,
  protocol: Candidate['protocol'],
  patience = PATIENCE,
): Promise<number | undefined> => {
  const candidates = probe.candidates.filter((candidate) => candidate.protocol === protocol)
  const over = protocol === 'udp' ? overUdp : overTcp
  const expiry = new AbortController()
  const timer = setTimeout(() => expiry.abort(), patience)
  try {
    return await Promise.any(candidates.map((candidate) => over(probe, candidate)(expiry.signal)))
  } catch {
    return undefined
  } finally {
    clearTimeout(timer)
    expiry.abort()
  }
}
