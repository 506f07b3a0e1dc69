/** People at one meeting: its organiser and those who wait, or those who are in it and have requests of their own. */
import { apiClient, signIn, TestClient } from '../../../server/testing/client.ts'
import { answerParent } from '../signalling/child.ts'
import { Visitor } from './visitor.ts'

/** People who sign in and come to the lobby at the same time. */
const LANES = 12
/** Of those present, so many speak. */
const SPEAKERS = 4

let origin = ''
let code = ''
let organiser: TestClient | undefined
let visitors: Visitor[] = []
let stopAsking: (() => Promise<number[]>) | undefined

const eachOf = async (count: number, work: (index: number) => Promise<void>): Promise<void> => {
  const places = Array.from({ length: count }, (_, index) => index).values()
  const lane = async (): Promise<void> => {
    for (const place of places) await work(place)
  }
  await Promise.all(Array.from({ length: LANES }, lane))
}

/** Asks something every `every` ms until told to stop; how long each answer took, ms. */
const askAgainAndAgain = (visitor: Visitor, delay: number, every: number): (() => Promise<number[]>) => {
  const found: number[] = []
  let asking = true
  const run = async (): Promise<void> => {
    await new Promise((resolve) => setTimeout(resolve, delay))
    for (let round = 0; asking; round += 1) {
      const started = performance.now()
      await (round % 2 === 0 ? visitor.ask('ping') : visitor.ask('setVisible', { videos: [] }))
      const took = performance.now() - started
      found.push(took)
      await new Promise((resolve) => setTimeout(resolve, Math.max(0, every - took)))
    }
  }
  const done = run()
  return async () => {
    asking = false
    await done
    return found
  }
}

/** Those who wait, by their names, as the organiser sees them. */
const places = async (people: number): Promise<Map<string, string>> => {
  const event = await organiser?.next('waitingChanged', ({ waiting }) => waiting.length === people)
  return new Map(event?.waiting.map(({ id, name }) => [name, id]))
}

const answers = {
  setOrigin: (value: string): void => {
    origin = value
  },
  /** Opens a meeting for others to come to; its code. */
  open: async (_: null): Promise<string> => {
    const session = await signIn(origin, { personId: 'ada' })
    code = (await apiClient(origin, session).meetings.create({ title: 'Measured' })).code
    organiser = await TestClient.connect(origin, session)
    await organiser.prepare(code)
    await organiser.join()
    return code
  },
  /** Some people are in the meeting; a few of them speak. */
  present: async ({ code: of, people }: { code: string; people: number }): Promise<void> => {
    const session = await signIn(origin, { personId: 'bo' })
    for (let index = 0; index < people; index += 1) {
      // One person holds only so many sockets: each comes with a session of their own.
      const visitor = await Visitor.prepare(origin, index % 4 === 0 ? session : await signIn(origin, { personId: 'chen' }), of)
      await visitor.join('joined')
      await visitor.connect()
      if (index < SPEAKERS) await visitor.speak()
      visitors.push(visitor)
    }
  },
  /** So many people come to the lobby. */
  wait: async ({ people }: { people: number }): Promise<void> => {
    visitors = Array.from({ length: people })
    await eachOf(people, async (index) => {
      const session = await signIn(origin, { code, name: `Guest ${index}` })
      const visitor = await Visitor.prepare(origin, session, code)
      await visitor.join('waiting')
      visitors[index] = visitor
    })
  },
  /** Lets all who wait in; how long it takes until the last is there, ms. */
  admit: async (way: 'all' | 'oneByOne'): Promise<number> => {
    const waiting = await places(visitors.length)
    const arrived = visitors.map((visitor) => visitor.next('joined').then(() => visitor.connect()))
    const started = performance.now()
    if (way === 'all') await organiser?.rpc.admitAll()
    else {
      for (const [index, arrival] of arrived.entries()) {
        await organiser?.rpc.admit({ waitingIds: [waiting.get(`Guest ${index}`) ?? ''] })
        await arrival
      }
    }
    await Promise.all(arrived)
    return performance.now() - started
  },
  startAsking: ({ every }: { every: number }): void => {
    const all = visitors.map((visitor, index) => askAgainAndAgain(visitor, (index * every) / visitors.length, every))
    stopAsking = async () => (await Promise.all(all.map((stop) => stop()))).flat()
  },
  stopAsking: async (_: null): Promise<number[]> => (await stopAsking?.()) ?? [],
  close: async (_: null): Promise<void> => {
    await organiser?.rpc.endMeeting()
    await Promise.all(visitors.map((visitor) => visitor.close()))
    visitors = []
    await organiser?.close()
    organiser = undefined
  },
}
export type ClientAnswers = typeof answers

answerParent(answers)
