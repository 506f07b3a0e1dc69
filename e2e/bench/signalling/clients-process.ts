/** Simulated participants: signalling and nothing else. They ask for what clients ask for, and keep what clients keep. */
import { apiClient, signIn } from '../../../server/testing/client.ts'
import type { TestSession } from '../../../server/testing/test-session.ts'
import { answerParent } from './child.ts'
import { LightClient } from './light-client.ts'

/** A meeting, and the place of the session among those of this process: keys do not leave it. */
interface Invitation {
  code: string
  session: number
}

/** Requests on the way at once in the measurement of throughput. */
const IN_FLIGHT = 64

/** A request of some 300 bytes, as a client sends when the gallery changes: four pictures, in this order. */
const VISIBLE = {
  videos: ['a', 'b', 'c', 'd'].map((name) => ({
    producerId: `${name}0000000-0000-4000-8000-000000000000`,
    spatialLayer: 1,
    temporalLayer: 2,
    priority: 100,
  })),
}

let origin = ''
const sessions: TestSession[] = []
const participants: LightClient[] = []
const bare: LightClient[] = []

/** Runs `work` on all of `items`, `limit` of them at a time. */
const eachOf = async <T>(items: readonly T[], limit: number, work: (item: T) => Promise<void>): Promise<void> => {
  const waiting = items.values()
  const lane = async (): Promise<void> => {
    for (const item of waiting) await work(item)
  }
  await Promise.all(Array.from({ length: limit }, lane))
}

/** Requests per second over `ms`, sent on all of `clients` in turn. */
const throughput = async (clients: readonly LightClient[], ms: number): Promise<number> => {
  const until = performance.now() + ms
  let sent = 0
  let answered = 0
  const lane = async (): Promise<void> => {
    while (performance.now() < until) {
      const client = clients[sent % clients.length]
      sent += 1
      await client?.ask('setVisible', VISIBLE)
      answered += 1
    }
  }
  const started = performance.now()
  await Promise.all(Array.from({ length: IN_FLIGHT }, lane))
  return answered / ((performance.now() - started) / 1_000)
}

const answers = {
  setOrigin: (value: string): void => {
    origin = value
  },
  /** Makes meetings and the sessions of guests who will come into them. */
  invite: async ({ meetings, guests }: { meetings: number; guests: number }): Promise<Invitation[]> => {
    const host = apiClient(origin, await signIn(origin, { personId: 'ada' }))
    const codes = await Promise.all(
      Array.from({ length: meetings }, async () => (await host.meetings.create({ title: 'Measured' })).code),
    )
    const invitations: Invitation[] = []
    const places = codes.flatMap((code) => Array.from({ length: guests }, (_, index) => ({ code, name: `Guest ${index}` })))
    await eachOf(places, 8, async ({ code, name }) => {
      invitations.push({ code, session: sessions.push(await signIn(origin, { code, name })) - 1 })
    })
    return invitations
  },
  /** Ticket, socket, prepare and join for each; how long it took all of them, ms. */
  join: async ({ invitations, atOnce }: { invitations: Invitation[]; atOnce: number }): Promise<number> => {
    const started = performance.now()
    await eachOf(invitations, atOnce, async ({ code, session: place }) => {
      const session = sessions[place]
      if (session === undefined) throw new Error('an invitation of another process')
      participants.push(await LightClient.comeIn(origin, session, code))
    })
    return performance.now() - started
  },
  /** Everybody asks something every `every` ms for `ms`; how long each answer took, ms. */
  latencies: async ({ ms, every }: { ms: number; every: number }): Promise<number[]> => {
    const found: number[] = []
    const until = performance.now() + ms
    const ask = async (client: LightClient, index: number): Promise<void> => {
      await new Promise((resolve) => setTimeout(resolve, (index * every) / participants.length))
      for (let round = 0; performance.now() < until; round += 1) {
        const started = performance.now()
        await (round % 2 === 0 ? client.ask('ping') : client.ask('setHand', { raised: round % 4 === 1 }))
        const took = performance.now() - started
        found.push(took)
        await new Promise((resolve) => setTimeout(resolve, Math.max(0, every - took)))
      }
    }
    await Promise.all(participants.map(ask))
    return found
  },
  openBare: async ({ url, count }: { url: string; count: number }): Promise<void> => {
    await eachOf(Array.from({ length: count }), 32, async () => {
      bare.push(await LightClient.open(url))
    })
  },
  /** Requests per second to the service, or to the library alone. Nothing else is asked meanwhile. */
  throughput: async ({ to, ms }: { to: 'service' | 'bare'; ms: number }): Promise<number> => {
    for (const participant of participants) participant.rest()
    await Promise.all(participants.map((participant) => participant.ask('ping')))
    return throughput(to === 'bare' ? bare : participants, ms)
  },
  /** How many are still in their meetings. */
  present: (_: null): number => participants.filter(({ isOpen }) => isOpen).length,
}
export type ClientAnswers = typeof answers

answerParent(answers)
