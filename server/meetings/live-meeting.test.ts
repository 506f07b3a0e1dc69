import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { Person } from '#shared/contract/common.ts'
import type { Source } from '#shared/contract/media.ts'
import type { EndReason, MeetingEvent } from '#shared/contract/signalling.ts'
import { SERVICE_LIMITS } from '../limits.ts'
import { createLog } from '../logging.ts'
import { FakeMedia, type FakeRoom } from '../media/fake-media.ts'
import { type Database, openDatabase } from '../storage/database.ts'
import { DESKTOP } from '../testing/meeting-harness.ts'
import { audioParameters, videoParameters } from '../testing/rtp.ts'
import type { Announcement, EventSink } from './announcement.ts'
import type { LiveMeeting } from './live-meeting.ts'
import type { Presence } from './live-participant.ts'
import { openMeetingStores } from './meeting-stores.ts'
import { Meetings } from './meetings.ts'
import type { Preparation } from './preparations.ts'
import type { Visitor } from './standing.ts'
import type { Visit } from './visit.ts'

const person = (id: string): Person => ({ id, kind: 'member', name: id })
const member = (id: string): Visitor => ({
  id: `session of ${id}`,
  person: person(id),
  tenant: 'northwind',
  meetingId: undefined,
  invitationId: undefined,
  keyThumbprint: `key of ${id}`,
  secondFactorAt: undefined,
})

type EventOf<T extends MeetingEvent['type']> = Extract<MeetingEvent, { type: T }>

class Recorder implements EventSink {
  events: MeetingEvent[] = []
  ended: EndReason | undefined

  send({ json }: Announcement): void {
    this.events.push(JSON.parse(json))
  }

  end(reason: EndReason): void {
    this.ended = reason
  }

  drop(): void {}

  all<T extends MeetingEvent['type']>(type: T): EventOf<T>[] {
    return this.events.filter((event): event is EventOf<T> => event.type === type)
  }

  last<T extends MeetingEvent['type']>(type: T): EventOf<T> | undefined {
    return this.all(type).at(-1)
  }
}

interface Someone {
  meeting: LiveMeeting
  preparation: Preparation
  visit: Visit
  presence: Presence
  sink: Recorder
  token: string
}

let database: Database
let media: FakeMedia
let meetings: Meetings
let code: string
const limits = { ...SERVICE_LIMITS, participants: 12, announcing: Number.POSITIVE_INFINITY }

const createMeetings = (): Meetings =>
  new Meetings({
    stores: openMeetingStores(database),
    media,
    limits,
    log: createLog('silent'),
  })

beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['Date', 'setInterval', 'clearInterval'], now: Date.UTC(2026, 0, 1) })
  database = await openDatabase(':memory:')
  media = new FakeMedia()
  meetings = createMeetings()
  code = (await meetings.create(member('ada'), { title: 'Weekly' })).code
})
afterEach(async () => {
  await meetings.close('serviceStopping')
  await database.destroy()
  vi.useRealTimers()
})

const comeIn = async (
  id: string,
  { pictures = 9, resumeToken, clientKey }: { pictures?: number; resumeToken?: string; clientKey?: string } = {},
): Promise<Someone> => {
  const visitor = clientKey === undefined ? member(id) : { ...member(id), keyThumbprint: clientKey }
  const { meeting, release } = await meetings.enter(visitor, code, DESKTOP)
  const preparation = await meeting.prepare(() => undefined)
  release()
  const sink = new Recorder()
  try {
    const visit = await meeting.join({
      visitor,
      client: DESKTOP,
      preparation,
      sink,
      rtpCapabilities: {},
      pictures,
      resumeToken,
      watermark: true,
    })
    const { presence } = visit
    if (presence === undefined) throw new Error(`${id} waits`)
    return { meeting, preparation, visit, presence, sink, token: sink.last('joined')?.resumeToken ?? '' }
  } catch (error) {
    meeting.release(preparation)
    throw error
  }
}

const produce = ({ meeting, presence }: Someone, source: Source, paused = false): Promise<string> =>
  meeting.sending.produce(presence, {
    source,
    rtpParameters: source === 'camera' || source === 'screen' ? videoParameters() : audioParameters(),
    paused,
  })

const room = (): FakeRoom => {
  const [only] = media.rooms
  if (only === undefined) throw new Error('no room')
  return only
}

const present = async (): Promise<number> => (await meetings.get(member('ada'), code)).present ?? Number.NaN

/** The consumer that `someone` has of a producer, as the media layer sees it. */
const consumerOf = ({ preparation }: Someone, producerId: string) => {
  for (const endpoint of room().endpoints) {
    if (endpoint !== preparation.endpoint) continue
    for (const consumer of endpoint.consumers.values()) if (consumer.producerId === producerId) return consumer
  }
  return undefined
}

/** Lets what was begun without waiting for it come to its end. */
const settled = () => new Promise((resolve) => setImmediate(resolve))

describe('roster', () => {
  test('whoever made the meeting organises it, everybody else presents', async () => {
    const ada = await comeIn('ada')
    const bo = await comeIn('bo')
    expect(ada.sink.last('participantJoined')?.participant).toMatchObject({ personId: 'bo', role: 'presenter' })
    const joined = bo.sink.last('joined')
    expect(joined?.participants.map(({ personId, role }) => [personId, role])).toEqual([
      ['ada', 'organiser'],
      ['bo', 'presenter'],
    ])
    expect(joined?.participantId).toBe(joined?.participants[1]?.id)
    expect(await present()).toBe(2)
  })

  test('the meeting is full at its limit', async () => {
    for (let index = 0; index < limits.participants; index += 1) await comeIn(`p${index}`)
    await expect(comeIn('one too many')).rejects.toThrow('MEETING_FULL')
    expect(await present()).toBe(limits.participants)
  })

  test('one person may be in it twice', async () => {
    await comeIn('ada')
    await comeIn('ada')
    expect(await present()).toBe(2)
  })

  test('hands and reactions are seen by all, the own ones too', async () => {
    const ada = await comeIn('ada')
    const bo = await comeIn('bo')
    bo.meeting.setHand(bo.presence, true)
    expect(ada.sink.last('participantUpdated')?.participant.handRaisedAt).toBe(Date.now())
    bo.meeting.setHand(bo.presence, true)
    expect(ada.sink.all('participantUpdated')).toHaveLength(1)
    bo.meeting.setHand(bo.presence, false)
    expect(ada.sink.last('participantUpdated')?.participant.handRaisedAt).toBeUndefined()
    ada.meeting.react(ada.presence, 'applause')
    for (const { sink } of [ada, bo]) expect(sink.last('reaction')).toMatchObject({ reaction: 'applause' })
  })

  test('only the organiser ends the meeting, and it ends for everybody', async () => {
    const ada = await comeIn('ada')
    const bo = await comeIn('bo')
    expect(() => bo.meeting.endFor(bo.presence)).toThrow('FORBIDDEN')
    ada.meeting.endFor(ada.presence)
    expect([ada.sink.ended, bo.sink.ended]).toEqual(['meetingEnded', 'meetingEnded'])
    expect(() => bo.meeting.setHand(bo.presence, true)).toThrow('WRONG_STATE')
    expect(await present()).toBe(0)
  })

  test('the occurrence ends with the last who leaves, and the room with the last before the mirror', async () => {
    const ada = await comeIn('ada')
    const bo = await comeIn('bo')
    ada.meeting.leave(ada.visit, 'left')
    expect(bo.sink.last('participantLeft')).toMatchObject({ reason: 'left' })
    bo.meeting.leave(bo.visit, 'left')
    await settled()
    const [occurrence] = await database.selectFrom('occurrences').selectAll().execute()
    expect(occurrence?.ended_at).toBe(Date.now())
    for (const { meeting, preparation } of [ada, bo]) meeting.release(preparation)
    await settled()
    expect(media.rooms.size).toBe(0)
    const again = await comeIn('ada')
    expect(again.sink.last('joined')?.participants).toHaveLength(1)
    expect(await database.selectFrom('occurrences').selectAll().execute()).toHaveLength(2)
  })
})

describe('media', () => {
  test('sound goes to everybody and flows when its receiver is ready', async () => {
    const [ada, bo] = [await comeIn('ada'), await comeIn('bo')]
    const id = await produce(ada, 'microphone')
    await settled()
    const added = bo.sink.last('consumerAdded')
    expect(added?.consumer).toMatchObject({ producerId: id, source: 'microphone', kind: 'audio' })
    expect(consumerOf(bo, id)?.paused).toBe(true)
    bo.meeting.resumeConsumers(bo.presence, [added?.consumer.id ?? '', 'unknown'])
    expect(consumerOf(bo, id)?.paused).toBe(false)
    expect(ada.sink.all('consumerAdded')).toEqual([])
  })

  test('whoever comes late gets all sound and the pictures that they have room for', async () => {
    const others = [await comeIn('ada'), await comeIn('bo'), await comeIn('chen')]
    for (const each of others) {
      await produce(each, 'microphone')
      await produce(each, 'camera')
    }
    const late = await comeIn('dara', { pictures: 2 })
    const kinds = late.sink.last('joined')?.consumers.map(({ kind }) => kind)
    expect(kinds?.toSorted()).toEqual(['audio', 'audio', 'audio', 'video', 'video'])
  })

  test('what is on screen decides which pictures flow, at which size', async () => {
    const [ada, bo, chen] = [await comeIn('ada'), await comeIn('bo'), await comeIn('chen', { pictures: 1 })]
    const [first, second] = [await produce(ada, 'camera'), await produce(bo, 'camera')]
    await settled()
    expect(chen.sink.all('consumerAdded').map(({ consumer }) => consumer.producerId)).toEqual([first])
    const see = async (...producerIds: string[]) => {
      const videos = producerIds.map((producerId) => ({ producerId, spatialLayer: 1, temporalLayer: 2, priority: 9 }))
      await chen.meeting.setVisible(chen.presence, videos)
      chen.meeting.resumeConsumers(
        chen.presence,
        chen.sink.all('consumerAdded').map(({ consumer }) => consumer.id),
      )
    }
    await see(first, 'gone meanwhile')
    expect(consumerOf(chen, first)).toMatchObject({ paused: false, layers: { spatialLayer: 1, temporalLayer: 2 }, priority: 9 })
    await see(second)
    expect(consumerOf(chen, first)?.paused).toBe(true)
    expect(consumerOf(chen, second)).toMatchObject({ paused: false, layers: { spatialLayer: 1, temporalLayer: 2 }, priority: 9 })
    await see(first)
    expect(consumerOf(chen, first)?.paused).toBe(false)
    expect(chen.sink.all('consumerAdded')).toHaveLength(2)
  })

  test('nobody sends two of a kind', async () => {
    const ada = await comeIn('ada')
    const both = await Promise.allSettled([produce(ada, 'camera'), produce(ada, 'camera')])
    expect(both.map(({ status }) => status)).toEqual(['fulfilled', 'rejected'])
    await expect(produce(ada, 'camera')).rejects.toThrow('LIMIT_REACHED')
  })

  test('what is closed is gone for everybody', async () => {
    const [ada, bo] = [await comeIn('ada'), await comeIn('bo')]
    const id = await produce(ada, 'screen')
    await settled()
    ada.meeting.sending.close(ada.presence, id)
    expect(bo.sink.last('consumerRemoved')?.consumerId).toBe(bo.sink.last('consumerAdded')?.consumer.id)
    expect(bo.sink.last('participantUpdated')?.participant.producers).toEqual([])
    expect(() => ada.meeting.sending.close(ada.presence, id)).toThrow('NOT_FOUND')
  })

  test('nobody touches the producer of another', async () => {
    const [ada, bo] = [await comeIn('ada'), await comeIn('bo')]
    const id = await produce(ada, 'microphone')
    await expect(bo.meeting.sending.setPaused(bo.presence, id, true)).rejects.toThrow('NOT_FOUND')
    expect(() => bo.meeting.sending.close(bo.presence, id)).toThrow('NOT_FOUND')
  })

  test('a muted microphone is paused where it comes in', async () => {
    const [ada, bo] = [await comeIn('ada'), await comeIn('bo')]
    const id = await produce(ada, 'microphone')
    await ada.meeting.sending.setPaused(ada.presence, id, true)
    expect(room().producers.get(id)?.paused).toBe(true)
    expect(bo.sink.last('participantUpdated')?.participant.producers).toEqual([{ id, source: 'microphone', paused: true }])
  })

  test('in a large meeting only the loudest flow', async () => {
    const everybody: Someone[] = []
    const microphones: string[] = []
    for (let index = 0; index < 10; index += 1) {
      const someone = await comeIn(`p${index}`)
      everybody.push(someone)
      microphones.push(await produce(someone, 'microphone'))
    }
    await settled()
    const listener = await comeIn('listener')
    listener.meeting.resumeConsumers(listener.presence, listener.sink.last('joined')?.consumers.map(({ id }) => id) ?? [])
    const flowing = (): string[] => microphones.filter((id) => consumerOf(listener, id)?.paused === false)
    expect(flowing()).toHaveLength(6)
    const silent = microphones.find((id) => !flowing().includes(id)) ?? ''
    room().events.emit('audioLevels', [{ producerId: silent, level: -20 }])
    expect(flowing()).toContain(silent)
    expect(flowing()).toHaveLength(6)
    for (const [index, id] of microphones.slice(0, 2).entries()) {
      await everybody[index]?.meeting.sending.setPaused(everybody[index].presence, id, true)
    }
    expect(microphones.slice(2).every((id) => flowing().includes(id))).toBe(true)
  })

  test('loudness and speaker are told while there is something to tell', async () => {
    const [ada, bo] = [await comeIn('ada'), await comeIn('bo')]
    const id = await produce(ada, 'microphone')
    const { participantId } = ada.sink.last('joined') ?? {}
    room().events.emit('audioLevels', [{ producerId: id, level: -30 }])
    room().events.emit('activeSpeaker', id)
    for (let round = 0; round < 3; round += 1) room().events.emit('audioLevels', [])
    expect(bo.sink.all('audioLevels').map(({ levels }) => levels)).toEqual([[{ participantId, level: -30 }], []])
    expect(bo.sink.last('activeSpeaker')?.participantId).toBe(participantId)
    expect((await comeIn('chen')).sink.last('activeSpeaker')?.participantId).toBe(participantId)
    await ada.meeting.sending.setPaused(ada.presence, id, true)
    expect(bo.sink.last('activeSpeaker')?.participantId).toBeNull()
  })

  test('how well somebody arrives is told when it lasts', async () => {
    const [ada, bo] = [await comeIn('ada'), await comeIn('bo')]
    const id = await produce(ada, 'camera')
    room().producers.get(id)?.score(2)
    vi.advanceTimersByTime(4_000)
    expect(bo.sink.last('participantUpdated')?.participant.quality).toBe('poor')
  })
})

describe('a lost connection', () => {
  test('silences somebody at once, keeps their place, and gives it back', async () => {
    const [ada, bo] = [await comeIn('ada'), await comeIn('bo')]
    ada.meeting.setHand(ada.presence, true)
    await produce(ada, 'microphone')
    await settled()
    ada.meeting.lose(ada.visit)
    const { participantId, participants } = ada.sink.last('joined') ?? {}
    expect(bo.sink.last('consumerRemoved')).toBeDefined()
    expect(bo.sink.last('participantUpdated')?.participant).toMatchObject({ connection: 'reconnecting', producers: [] })
    expect(room().producers.size).toBe(0)

    vi.advanceTimersByTime(limits.resumeWindow - 1_000)
    const back = await comeIn('ada', { resumeToken: ada.token })
    expect(back.sink.last('joined')?.participantId).toBe(participantId)
    const self = back.sink.last('joined')?.participants.find(({ id }) => id === participantId)
    expect(self).toMatchObject({ role: 'organiser', connection: 'connected', handRaisedAt: expect.any(Number) })
    expect(self?.joinedAt).toBe(participants?.[0]?.joinedAt)
    vi.advanceTimersByTime(10 * limits.resumeWindow)
    expect(bo.sink.all('participantLeft')).toEqual([])
    expect(bo.sink.all('participantJoined')).toEqual([])
  })

  test('costs the place in the end', async () => {
    const [ada, bo] = [await comeIn('ada'), await comeIn('bo')]
    ada.meeting.lose(ada.visit)
    vi.advanceTimersByTime(limits.resumeWindow + 1_000)
    expect(bo.sink.last('participantLeft')).toMatchObject({ reason: 'timedOut' })
    await expect(comeIn('ada', { resumeToken: ada.token })).rejects.toThrow('RESUME_EXPIRED')
  })

  test('costs the place at once where the same client begins anew, and not where it is another', async () => {
    const [ada, bo] = [await comeIn('ada'), await comeIn('bo')]
    ada.meeting.lose(ada.visit)
    await comeIn('ada', { clientKey: 'another device' })
    expect(bo.sink.all('participantLeft')).toEqual([])
    await comeIn('ada')
    expect(bo.sink.all('participantLeft')).toMatchObject([{ participantId: ada.presence.participant.id, reason: 'left' }])
  })

  test('a token is good until its successor has arrived, and only for its person', async () => {
    const ada = await comeIn('ada')
    await expect(comeIn('bo', { resumeToken: ada.token })).rejects.toThrow('RESUME_EXPIRED')
    const back = await comeIn('ada', { resumeToken: ada.token })
    back.meeting.confirm(back.visit)
    await expect(comeIn('ada', { resumeToken: ada.token })).rejects.toThrow('RESUME_EXPIRED')
    expect(back.sink.ended).toBeUndefined()
    await comeIn('ada', { resumeToken: back.token })
    expect(await present()).toBe(1)
  })

  test('while coming back costs nothing', async () => {
    const ada = await comeIn('ada')
    ada.meeting.lose(ada.visit)
    const lost = await comeIn('ada', { resumeToken: ada.token })
    lost.meeting.lose(lost.visit)
    const back = await comeIn('ada', { resumeToken: ada.token })
    expect(back.sink.last('joined')?.participantId).toBe(ada.sink.last('joined')?.participantId)
  })

  test('before the reply to a first join leaves no trace', async () => {
    const [ada, bo] = [await comeIn('ada'), await comeIn('bo')]
    bo.meeting.abandon(bo.visit)
    expect(ada.sink.last('participantLeft')).toBeDefined()
    expect(await present()).toBe(1)
  })

  test('whoever comes back before the loss was noticed replaces themselves', async () => {
    const [ada, bo] = [await comeIn('ada'), await comeIn('bo')]
    await produce(ada, 'microphone')
    const back = await comeIn('ada', { resumeToken: ada.token })
    expect(ada.sink.ended).toBe('replaced')
    expect(() => ada.meeting.setHand(ada.presence, true)).toThrow('WRONG_STATE')
    ada.meeting.lose(ada.visit)
    const { participantId } = back.sink.last('joined') ?? {}
    expect(bo.sink.last('participantUpdated')?.participant).toMatchObject({ id: participantId, connection: 'connected' })
    expect(back.sink.last('joined')?.participants.find(({ id }) => id === participantId)?.producers).toEqual([])
  })

  test('of the last one ends the occurrence when nobody comes back', async () => {
    const ada = await comeIn('ada')
    ada.meeting.lose(ada.visit)
    ada.meeting.release(ada.preparation)
    vi.advanceTimersByTime(limits.resumeWindow + 1_000)
    expect(await present()).toBe(0)
    await settled()
    expect(media.rooms.size).toBe(0)
  })

  test('of the media makes everybody come back to a new room', async () => {
    const ada = await comeIn('ada')
    let lost = 0
    await ada.meeting.prepare(() => {
      lost += 1
    })
    room().die()
    expect(lost).toBe(1)
    ada.meeting.lose(ada.visit)
    ada.meeting.release(ada.preparation)
    const back = await comeIn('ada', { resumeToken: ada.token })
    expect(back.sink.last('joined')?.participantId).toBe(ada.sink.last('joined')?.participantId)
    expect(room().closed).toBe(false)
  })
})

describe('a service that was killed', () => {
  test('expects everybody back where they were', async () => {
    const [ada, bo] = [await comeIn('ada'), await comeIn('bo')]
    ada.meeting.setHand(ada.presence, true)
    await settled()
    meetings = createMeetings()
    await meetings.restore()
    expect(await present()).toBe(2)
    const back = await comeIn('ada', { resumeToken: ada.token })
    const joined = back.sink.last('joined')
    expect(joined).toMatchObject({
      participantId: ada.sink.last('joined')?.participantId,
      startedAt: ada.sink.last('joined')?.startedAt,
    })
    expect(joined?.participants).toMatchObject([
      { personId: 'ada', connection: 'connected', handRaisedAt: expect.any(Number) },
      { personId: 'bo', connection: 'reconnecting' },
    ])
    vi.advanceTimersByTime(limits.resumeWindow + 1_000)
    expect(back.sink.last('participantLeft')).toMatchObject({ reason: 'timedOut' })
    await expect(comeIn('bo', { resumeToken: bo.token })).rejects.toThrow('RESUME_EXPIRED')
  })

  test('expects nobody back who had left, and no meeting that had ended', async () => {
    const [ada, bo] = [await comeIn('ada'), await comeIn('bo')]
    bo.meeting.leave(bo.visit, 'left')
    await settled()
    const second = createMeetings()
    await second.restore()
    expect((await second.get(member('ada'), code)).present).toBe(1)
    await second.close('serviceStopping')
    ada.meeting.leave(ada.visit, 'left')
    await settled()
    const third = createMeetings()
    await third.restore()
    expect((await third.get(member('ada'), code)).present).toBe(0)
  })
})

describe('meetings', () => {
  const guest = (meetingId: string): Visitor => ({
    ...member('g'),
    person: { id: 'g', kind: 'guest', name: 'Gus' },
    tenant: undefined,
    meetingId,
  })

  test('a guest sees one meeting and makes none', async () => {
    const own = await meetings.get(member('ada'), code)
    const other = await meetings.create(member('bo'), { title: 'Other' })
    // Whether anybody is in is not for somebody to know who would have to wait.
    expect(own.present).toBe(0)
    const { present: _, ...known } = own
    expect(await meetings.list(guest(own.id))).toEqual([known])
    await expect(meetings.get(guest(own.id), other.code)).rejects.toThrow('FORBIDDEN')
    await expect(meetings.enter(guest(own.id), other.code, DESKTOP)).rejects.toThrow('FORBIDDEN')
    await expect(meetings.create(guest(own.id), { title: 'Mine' })).rejects.toThrow('FORBIDDEN')
  })

  test('only the organiser cancels, and an occurrence that runs ends', async () => {
    const bo = await comeIn('bo')
    await expect(meetings.cancel(member('bo'), code)).rejects.toThrow('FORBIDDEN')
    await meetings.cancel(member('ada'), code)
    expect(bo.sink.ended).toBe('meetingEnded')
    await expect(meetings.enter(member('ada'), code, DESKTOP)).rejects.toThrow('MEETING_ENDED')
  })

  test('a service that stops tells everybody, takes nobody in, and expects all back', async () => {
    const ada = await comeIn('ada')
    await meetings.close('serviceStopping')
    expect(ada.sink.ended).toBe('serviceStopping')
    await expect(comeIn('bo')).rejects.toThrow('SERVICE_STOPPING')
    const [occurrence] = await database.selectFrom('occurrences').selectAll().execute()
    expect(occurrence?.ended_at).toBeNull()
    const second = createMeetings()
    await second.restore()
    expect((await second.get(member('ada'), code)).present).toBe(1)
    await second.close('serviceStopping')
  })
})
