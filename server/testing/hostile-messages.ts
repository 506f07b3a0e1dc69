/** Messages that no client of ours would send, drawn from a seed: valid ones with something wrong, and bytes without sense. */
import { videoParameters } from './rtp.ts'

/** A small generator of random numbers that gives the same ones for the same seed (mulberry32). */
export const createRandom = (seed: number) => {
  let state = seed >>> 0
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let value = Math.imul(state ^ (state >>> 15), state | 1)
    value ^= value + Math.imul(value ^ (value >>> 7), value | 61)
    return ((value ^ (value >>> 14)) >>> 0) / 2 ** 32
  }
  const below = (exclusiveMaximum: number): number => Math.floor(next() * exclusiveMaximum)
  const pick = <T>(values: readonly [T, ...T[]]): T => values[below(values.length)] ?? values[0]
  return { next, below, pick, chance: (share: number): boolean => next() < share }
}
type Random = ReturnType<typeof createRandom>

type Json = null | boolean | number | string | Json[] | { [key: string]: Json }

/** What somebody who is in a meeting may say. */
const requests = (ids: readonly string[], random: Random): { u: string; input: Json } => {
  const id = (): string => ids[random.below(ids.length)] ?? 'none'
  return random.pick<() => { u: string; input: Json }>([
    () => ({ u: '/ping', input: null }),
    () => ({
      u: '/prepare',
      input: { code: 'abc-defg-hjk', protocolVersion: 1, platform: { kind: 'web', os: 'linux', version: '0' } },
    }),
    () => ({ u: '/join', input: { rtpCapabilities: {}, pictures: 4, resumeToken: 'x'.repeat(43) } }),
    () => ({ u: '/connectTransport', input: { transportId: id(), dtlsParameters: { role: 'client', fingerprints: [] } } }),
    () => ({ u: '/restartIce', input: { transportId: id() } }),
    () => ({ u: '/warm', input: { sctpStreamParameters: { streamId: random.below(70_000), ordered: true } } }),
    () => ({ u: '/produce', input: { source: 'camera', rtpParameters: videoParameters() as Json, paused: false } }),
    () => ({ u: '/setProducerPaused', input: { producerId: id(), paused: random.chance(0.5) } }),
    () => ({ u: '/closeProducer', input: { producerId: id() } }),
    () => ({ u: '/resumeConsumers', input: { consumerIds: [id(), id()] } }),
    () => ({ u: '/setVisible', input: { videos: [{ producerId: id(), spatialLayer: 1, temporalLayer: 2, priority: 9 }] } }),
    () => ({ u: '/setHand', input: { raised: random.chance(0.5) } }),
    () => ({ u: '/react', input: { reaction: 'like' } }),
    () => ({ u: '/endMeeting', input: null }),
    () => ({ u: '/admit', input: { waitingIds: [id()] } }),
    () => ({ u: '/deny', input: { waitingId: id(), block: random.chance(0.5) } }),
    () => ({ u: random.pick(['/mute', '/stopShare', '/lowerHand', '/sendToLobby', '/remove']), input: { participantId: id() } }),
    () => ({ u: '/setRole', input: { participantId: id(), role: random.pick(['organiser', 'attendee']) } }),
    () => ({ u: '/spotlight', input: { participantId: random.chance(0.5) ? null : id() } }),
    () => ({ u: '/setAllowed', input: { participantId: id(), source: 'microphone', allowed: random.chance(0.5) } }),
    () => ({ u: '/setOptions', input: { lobby: 'everyone', chat: random.pick(['nobody', 'loud']) } }),
    () => ({ u: '/setLocked', input: { locked: random.chance(0.5) } }),
    () => ({ u: '/readLog', input: null }),
  ])()
}

const nested = (depth: number): Json => {
  let value: Json = 1
  for (let level = 0; level < depth; level += 1) value = level % 2 === 0 ? [value] : { a: value }
  return value
}

const odd = (random: Random): Json =>
  random.pick<() => Json>([
    () => null,
    () => true,
    () => -1,
    () => 2 ** 53,
    () => 1e308,
    () => 0.5,
    () => '',
    () => '\u0000',
    () => '\ud800',
    () => '__proto__',
    () => 'x'.repeat(random.below(2_000)),
    () => [],
    () => ({}),
    () => ({ constructor: { prototype: { polluted: true } } }),
    () => nested(random.below(200)),
    () => Array.from({ length: random.below(500) }, () => 0),
  ])()

/** A copy of `value` with one thing in it gone, odd or doubled. */
const mutate = (value: Json, random: Random): Json => {
  if (Array.isArray(value)) {
    if (value.length === 0 || random.chance(0.3)) return odd(random)
    const at = random.below(value.length)
    if (random.chance(0.2)) return value.toSpliced(at, 1)
    if (random.chance(0.2)) return [...value, ...value]
    return value.with(at, mutate(value[at] ?? null, random))
  }
  if (typeof value !== 'object' || value === null) return odd(random)
  const keys = Object.keys(value)
  const key = keys[random.below(keys.length)]
  if (key === undefined || random.chance(0.2)) return odd(random)
  if (random.chance(0.2)) return Object.fromEntries(Object.entries(value).filter(([each]) => each !== key))
  if (random.chance(0.1)) return { ...value, [random.pick(['toString', 'then', 'length', 'x'])]: odd(random) }
  return { ...value, [key]: mutate(value[key] ?? null, random) }
}

const bytes = (random: Random): Buffer => Buffer.from(Array.from({ length: 1 + random.below(200) }, () => random.below(256)))

/** `text` with some of its characters changed, or its end cut off. */
const damage = (text: string, random: Random): string => {
  const at = random.below(text.length)
  return random.chance(0.5)
    ? text.slice(0, at)
    : text.slice(0, at) + String.fromCharCode(random.below(0x3000)) + text.slice(at + 1)
}

/** A request with something wrong in it, under the id `i`; `ids` are those of transports and producers that exist. */
export const hostileRequest = (random: Random, i: string, ids: readonly string[]): string => {
  const { u, input } = requests(ids, random)
  const kind = random.next()
  const wrap = (url: string, b: Json): string => JSON.stringify({ i, p: { u: url, b } })
  if (kind < 0.06) return wrap(random.pick(['/', '/x', '/ping/x', '//', '/prepare?data=1', '/__proto__']), { json: odd(random) })
  if (kind < 0.12)
    return wrap(u, {
      json: input,
      meta: mutate(
        [
          [1, 'code'],
          [2, 'x', 0],
        ],
        random,
      ),
    })
  if (kind < 0.18) return wrap(u, mutate({ json: input }, random))
  if (kind < 0.28) return wrap(u, { json: input })
  return wrap(u, { json: mutate(input, random) })
}

/** Something that is no request at all, or hardly one. */
export const brokenFrame = (random: Random): string | Buffer => {
  const { u, input } = requests([], random)
  const frame = { i: 'broken', p: { u, b: { json: input } } }
  return random.pick<() => string | Buffer>([
    () => bytes(random),
    () => damage(JSON.stringify(frame), random),
    () => JSON.stringify({ ...frame, t: random.pick([3, 4, 5, '3']) }),
    () => JSON.stringify({ ...frame, p: mutate(frame.p, random) }),
    () => JSON.stringify(mutate(frame, random)),
  ])()
}
