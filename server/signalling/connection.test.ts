import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { WebSocket } from 'ws'
import { ParleyError } from '#shared/errors.ts'
import { isAlive, type Session } from '../identity/identities.ts'
import { SERVICE_LIMITS } from '../limits.ts'
import { createLog } from '../logging.ts'
import { FakeMedia } from '../media/fake-media.ts'
import { Announcement } from '../meetings/announcement.ts'
import { openMeetingStores } from '../meetings/meeting-stores.ts'
import { Meetings } from '../meetings/meetings.ts'
import { type Database, openDatabase } from '../storage/database.ts'
import { Connection } from './connection.ts'

/** As much of a WebSocket as a connection uses. */
class FakeSocket {
  readonly frames: string[] = []
  bufferedAmount = 0
  pings = 0
  closed: { code: number; reason: string } | undefined
  terminated = false

  send(frame: string): void {
    this.frames.push(frame)
  }

  ping(): void {
    this.pings += 1
  }

  close(code: number, reason: string): void {
    this.closed ??= { code, reason }
  }

  terminate(): void {
    this.terminated = true
  }
}

let database: Database
let meetings: Meetings
let code: string
let now = 0
const ada = { id: 'ada', kind: 'member', name: 'Ada' } as const
const session: Session = {
  id: 's',
  person: ada,
  meetingId: undefined,
  invitationId: undefined,
  keyThumbprint: 'key',
  tenant: 'northwind',
  secondFactorAt: undefined,
  expiresAt: Number.MAX_SAFE_INTEGER,
  endedAt: undefined,
}
const identities = {
  check: (each: Session): void => {
    if (!isAlive(each, now)) throw new ParleyError('UNAUTHENTICATED')
  },
}
const joining = { rtpCapabilities: {}, pictures: 4, watermark: true }

beforeEach(async () => {
  now = 1_000_000
  database = await openDatabase(':memory:')
  meetings = new Meetings({
    stores: openMeetingStores(database),
    now: () => now,
    media: new FakeMedia(),
    limits: { ...SERVICE_LIMITS, announcing: Number.POSITIVE_INFINITY },
    log: createLog('silent'),
  })
  code = (await meetings.create(session, { title: 'Weekly' })).code
})
afterEach(async () => {
  await meetings.close('serviceStopping')
  await database.destroy()
})

const connect = (as: Session = session) => {
  const socket = new FakeSocket()
  const wire = { cork: vi.fn(), uncork: vi.fn() }
  const connection = new Connection({
    socket: socket as unknown as WebSocket,
    wire,
    session: as,
    identities,
    meetings,
    limits: SERVICE_LIMITS,
    now: () => now,
  })
  const prepare = () => connection.prepare({ code, protocolVersion: 1, platform: { kind: 'web', os: 'linux', version: '0' } })
  return { socket, wire, connection, prepare }
}

const joined = async () => {
  const each = connect()
  await each.prepare()
  await each.connection.join(joining)
  each.connection.openStream('7')
  return each
}

const present = async () => (await meetings.get(session, code)).present

describe('events', () => {
  test('begin with `joined`, whatever happened before the stream was open', async () => {
    const { socket, connection, prepare } = connect()
    await prepare()
    await connection.join(joining)
    connection.send(new Announcement({ type: 'activeSpeaker', participantId: null }))
    expect(socket.frames).toEqual([])
    connection.openStream('7')
    const events = socket.frames.map((frame) => JSON.parse(frame))
    expect(events.map(({ i, p }) => [i, p.d.json.type])).toEqual([
      ['7', 'joined'],
      ['7', 'activeSpeaker'],
    ])
  })

  test('that are sent in one go are written in one', async () => {
    const { wire, connection } = await joined()
    await new Promise((resolve) => setImmediate(resolve))
    for (const calls of [wire.cork, wire.uncork]) calls.mockClear()
    for (let count = 0; count < 3; count += 1) connection.send(new Announcement({ type: 'activeSpeaker', participantId: null }))
    expect([wire.cork, wire.uncork].map(({ mock }) => mock.calls.length)).toEqual([1, 0])
    await new Promise((resolve) => setImmediate(resolve))
    expect([wire.cork, wire.uncork].map(({ mock }) => mock.calls.length)).toEqual([1, 1])
  })

  test('pile up for nobody: whoever does not read loses the connection and keeps the place', async () => {
    const { socket, connection } = await joined()
    socket.bufferedAmount = SERVICE_LIMITS.unsentEvents + 1
    connection.send(new Announcement({ type: 'activeSpeaker', participantId: null }))
    expect(socket.terminated).toBe(true)
    expect(await present()).toBe(1)
    expect(() => connection.participation).toThrow('WRONG_STATE')
  })
})

describe('silence', () => {
  test('of a participant is of their page: an answer of the transport does not break it', async () => {
    const { socket, connection } = await joined()
    now += SERVICE_LIMITS.silence
    connection.noteSign()
    connection.check()
    expect(socket.terminated).toBe(false)
    now += 1
    connection.noteSign()
    connection.check()
    expect(socket.terminated).toBe(true)
  })

  test('of somebody before the mirror is of their transport, which is asked', async () => {
    const { socket, connection, prepare } = connect()
    await prepare()
    connection.ping()
    expect(socket.pings).toBe(1)
    now += SERVICE_LIMITS.silence
    connection.noteSign()
    now += SERVICE_LIMITS.silence
    connection.check()
    expect(socket.terminated).toBe(false)
    now += 1
    connection.check()
    expect(socket.terminated).toBe(true)
  })

  test('while the service itself did not listen is excused', async () => {
    const { socket, connection } = await joined()
    now += 60_000
    connection.excuse(60_000)
    connection.check()
    expect(socket.terminated).toBe(false)
  })
})

describe('a connection', () => {
  test('is cut off when its session has run out', async () => {
    const { socket, connection } = connect({ ...session, expiresAt: now + 1_000 })
    connection.authorise()
    now += 1_000
    expect(() => connection.authorise()).toThrow('UNAUTHENTICATED')
    connection.check()
    expect(socket.closed).toEqual({ code: 1000, reason: 'signedOut' })
  })

  test('that closes on the way gives back what was made for it', async () => {
    const { connection, prepare } = connect()
    const preparing = prepare()
    connection.closed()
    await expect(preparing).rejects.toThrow('WRONG_STATE')
    const second = connect()
    await second.prepare()
    const coming = second.connection.join(joining)
    second.connection.closed()
    await expect(coming).rejects.toThrow()
    expect(() => second.connection.endpoint).toThrow('WRONG_STATE')
  })

  test('that asks a little too much for ever is slowed down, one that floods is cut off', () => {
    const tell = (perSecond: number): { socket: FakeSocket; refused: number } => {
      const { socket, connection } = connect()
      let refused = 0
      for (let sent = 0; sent < 60 * perSecond; sent += 1) {
        now += 1_000 / perSecond
        if (!connection.admit()) refused += 1
      }
      return { socket, refused }
    }
    const { requestRate } = SERVICE_LIMITS
    expect(tell(requestRate)).toMatchObject({ refused: 0, socket: { closed: undefined } })
    const eager = tell(1.5 * requestRate)
    expect(eager.refused).toBeGreaterThan(100)
    expect(eager.socket.closed).toBeUndefined()
    expect(tell(4 * requestRate).socket.closed).toEqual({ code: 1008, reason: 'TOO_MANY_REQUESTS' })
  })

  test('that was refused can try again', async () => {
    const { connection, prepare } = connect()
    await prepare()
    await expect(connection.join({ ...joining, resumeToken: 'old' })).rejects.toThrow('RESUME_EXPIRED')
    await connection.join(joining)
    expect(await present()).toBe(1)
  })
})
