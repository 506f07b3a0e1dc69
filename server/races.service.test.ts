/**
 * What people ask for at the same moment, over real sockets and with the real media worker: whichever request the service reads
 * first, in the end there is what the table allows. Each race is run several times, with the requests sent in either order.
 */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { Participant } from '#shared/contract/signalling.ts'
import { apiClient, signIn, TestClient } from './testing/client.ts'
import { audioParameters, videoParameters } from './testing/rtp.ts'
import { startService, type TestService } from './testing/service.ts'
import type { TestSession } from './testing/test-session.ts'

const ROUNDS = [0, 1, 2, 3, 4, 5]

let service: TestService
let sessions: Record<'ada' | 'bo' | 'chen', TestSession>
let code: string
let clients: TestClient[] = []
beforeAll(async () => {
  service = await startService({ limits: { socketsPerSession: 100, socketsPerPerson: 100 } })
  const { origin } = service
  sessions = {
    ada: await signIn(origin, { personId: 'ada' }),
    bo: await signIn(origin, { personId: 'bo' }),
    chen: await signIn(origin, { personId: 'chen' }),
  }
})
afterAll(() => service.stop())
beforeEach(async () => {
  clients = []
  code = (await apiClient(service.origin, sessions.ada).meetings.create({ title: 'Weekly' })).code
  return async () => {
    await Promise.all(clients.map((client) => client.close()))
  }
})

const prepare = async (session: TestSession): Promise<TestClient> => {
  const client = await TestClient.connect(service.origin, session)
  clients.push(client)
  await client.prepare(code)
  return client
}
const comeIn = async (who: keyof typeof sessions) => {
  const client = await prepare(sessions[who])
  return { client, joined: await client.join() }
}
const outcome = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => 'done',
    (error: { code?: unknown }) => error.code,
  )
/** Both at once, the second one first in odd rounds. */
const together = async (round: number, one: () => Promise<unknown>, other: () => Promise<unknown>) => {
  const first = round % 2 === 0 ? one : other
  const begun = outcome(first())
  const second = outcome((first === one ? other : one)())
  return round % 2 === 0 ? [await begun, await second] : [await second, await begun]
}
/** Who is in, as the service tells whoever comes last. */
const participants = async (): Promise<Participant[]> => {
  const { client, joined } = await comeIn('ada')
  await client.close()
  return joined.participants
}
const people = async (): Promise<string[]> => {
  const found = await participants()
  return [...new Set(found.map(({ personId }) => personId))].toSorted()
}

test('demoted while sharing, nobody shares', async () => {
  const ada = await comeIn('ada')
  const bo = await comeIn('bo')
  const participantId = bo.joined.participantId
  for (const round of ROUNDS) {
    await ada.client.rpc.setRole({ participantId, role: 'presenter' })
    const share = () => bo.client.rpc.produce({ source: 'screen', rtpParameters: videoParameters(), paused: false })
    const [demoted] = await together(round, () => ada.client.rpc.setRole({ participantId, role: 'attendee' }), share)
    expect(demoted).toBe('done')
    const found = (await participants()).find(({ id }) => id === participantId)
    expect(found).toMatchObject({ role: 'attendee', producers: [] })
  }
})

test('held back while unmuting, nobody is heard', async () => {
  const ada = await comeIn('ada')
  const bo = await comeIn('bo')
  const { participantId } = bo.joined
  await ada.client.rpc.setRole({ participantId, role: 'attendee' })
  const { producerId } = await bo.client.rpc.produce({
    source: 'microphone',
    rtpParameters: audioParameters(),
    paused: true,
  })
  for (const round of ROUNDS) {
    await ada.client.rpc.setOptions({ microphones: 'allowed' })
    const [held] = await together(
      round,
      () => ada.client.rpc.setOptions({ microphones: 'heldBack' }),
      () => bo.client.rpc.setProducerPaused({ producerId, paused: false }),
    )
    expect(held).toBe('done')
    const found = (await participants()).find(({ id }) => id === participantId)
    expect(found?.producers).toEqual([{ id: producerId, source: 'microphone', paused: true }])
  }
})

test('locked while somebody joins, they are in or out, and told which', async () => {
  const ada = await comeIn('ada')
  for (const round of ROUNDS) {
    await ada.client.rpc.setLocked({ locked: false })
    const chen = await prepare(sessions.chen)
    const [locked, joined] = await together(
      round,
      () => ada.client.rpc.setLocked({ locked: true }),
      () => chen.knock(),
    )
    expect(locked).toBe('done')
    expect(['done', 'MEETING_LOCKED']).toContain(joined)
    expect(await people()).toEqual(joined === 'done' ? ['ada', 'chen'] : ['ada'])
    if (joined === 'done') await chen.rpc.leave()
    else expect(chen.events).toEqual([])
  }
})

test('removed while coming back, nobody is back', async () => {
  const ada = await comeIn('ada')
  for (const round of ROUNDS) {
    const bo = await comeIn('bo')
    const { participantId, resumeToken } = bo.joined
    bo.client.cut()
    const isAway = (participant: Participant) => participant.id === participantId && participant.connection === 'reconnecting'
    await ada.client.next('participantUpdated', ({ participant }) => isAway(participant))
    const back = await prepare(sessions.bo)
    const [removed] = await together(
      round,
      () => ada.client.rpc.remove({ participantId }),
      () => back.knock({ resumeToken }),
    )
    expect(removed).toBe('done')
    expect(await people()).toEqual(['ada'])
    expect(await outcome(prepare(sessions.bo))).toBe('REMOVED')
    await ada.client.rpc.readmit({ personId: 'bo' })
  }
})

test('all admitted while one loses their connection and another leaves, the rest is in', async () => {
  const ada = await comeIn('ada')
  for (const round of ROUNDS.slice(0, 4)) {
    const [gus, hana, ivo] = await Promise.all(
      ['Gus', 'Hana', 'Ivo'].map(async (name) => {
        const client = await prepare(await signIn(service.origin, { code, name: `${name} ${round}` }))
        await client.knock()
        await client.next('waiting')
        return client
      }),
    )
    const [admitted] = await together(
      round,
      () => ada.client.rpc.admitAll(),
      async () => {
        gus?.cut()
        await hana?.rpc.leave()
      },
    )
    expect(admitted).toBe('done')
    await ivo?.next('joined')
    await expect
      .poll(async () => (await participants()).filter(({ connection }) => connection === 'connected').map(({ name }) => name))
      .toEqual(expect.not.arrayContaining([`Gus ${round}`, `Hana ${round}`]))
    expect((await participants()).map(({ name }) => name)).toContain(`Ivo ${round}`)
  }
})

test('two organisers at once: one word counts, and there is one organiser', async () => {
  const ada = await comeIn('ada')
  const bo = await comeIn('bo')
  const chen = await comeIn('chen')
  await ada.client.rpc.setRole({ participantId: bo.joined.participantId, role: 'coOrganiser' })
  for (const round of ROUNDS) {
    const gus = await prepare(await signIn(service.origin, { code, name: `Gus ${round}` }))
    await gus.knock()
    const { waiting } = await bo.client.next('waitingChanged', ({ waiting: list }) =>
      list.some(({ name }) => name === `Gus ${round}`),
    )
    const waitingId = waiting.find(({ name }) => name === `Gus ${round}`)?.id ?? ''
    const [, denied] = await together(
      round,
      () => ada.client.rpc.admit({ waitingIds: [waitingId] }),
      () => bo.client.rpc.deny({ waitingId, block: true }),
    )
    if (denied === 'done') expect(await gus.next('ended')).toMatchObject({ reason: 'blocked' })
    else await gus.next('joined')
    expect((await participants()).some(({ name }) => name === `Gus ${round}`)).toBe(denied !== 'done')
  }
  await together(
    0,
    () => ada.client.rpc.setRole({ participantId: bo.joined.participantId, role: 'organiser' }),
    () => ada.client.rpc.setRole({ participantId: chen.joined.participantId, role: 'organiser' }),
  )
  const roles = new Map((await participants()).map(({ personId, role }) => [personId, role]))
  expect([roles.get('ada'), roles.get('bo'), roles.get('chen')]).toEqual(['coOrganiser', 'organiser', 'presenter'])
})
