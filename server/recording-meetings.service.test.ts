/** Meetings that are recorded, with the service as a process of its own, the real media worker and the real ffmpeg. */
import { mkdtemp, readdir, readFile, readlink, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Source } from '#shared/contract/media.ts'
import type { RecordingManifest, Segment } from '#shared/recording/manifest.ts'
import { readConfig } from './config.ts'
import { createLog } from './logging.ts'
import { Recordings } from './recordings/library/recordings.ts'
import { SealedReader } from './recordings/sealed/sealed-reader.ts'
import { loudnessOf, pixelsAt } from './recordings/testing/looked-at.ts'
import { openDatabase } from './storage/database.ts'
import { RecordingStorage } from './storage/recording-storage.ts'
import { apiClient, signIn, TestClient } from './testing/client.ts'
import { colour, PlainSource, plainParameters, tone } from './testing/plain-media.ts'
import { isRunning, PlainService, plainEnvironment, temporaryOf } from './testing/plain-service.ts'
import type { TestSession } from './testing/test-session.ts'

const LONG = 60_000
const VOICES: Record<string, number> = { ada: 440, bo: 700, chen: 1_100 }
/** What stands in any file that can be played, and in no sealed one. */
const MARKS = ['OpusHead', 'A_OPUS', 'V_VP8', 'Lavf', 'matroska', 'webm']

let dataDir: string
let service: PlainService
let undo: AsyncDisposableStack
beforeEach(async () => {
  undo = new AsyncDisposableStack()
  const folder = await mkdtemp(join(tmpdir(), 'parley-recorded-'))
  undo.defer(() => rm(folder, { recursive: true, force: true }))
  dataDir = join(folder, 'data')
  service = await PlainService.start(dataDir)
  undo.defer(() => service.stop())
})
afterEach(() => undo.disposeAsync())

class Person {
  readonly client: TestClient
  readonly session: TestSession
  readonly #id: string

  private constructor(id: string, session: TestSession, client: TestClient) {
    this.#id = id
    this.session = session
    this.client = client
  }

  static async join(
    id: string,
    code: string,
    how: { session?: TestSession; resumeToken?: string; notices?: string[] } = {},
  ): Promise<Person> {
    const session = how.session ?? (await signIn(service.origin, { personId: id }))
    const client = await TestClient.connect(service.origin, session)
    undo.defer(() => client.close())
    await client.prepare(code)
    await client.join({
      ...(how.resumeToken === undefined ? {} : { resumeToken: how.resumeToken }),
      ...(how.notices === undefined ? {} : { noticesShown: how.notices }),
    })
    return new Person(id, session, client)
  }

  /** Speaks, shows a colour. */
  async send(source: Source, scene: string): Promise<void> {
    const kind = source === 'microphone' ? 'audio' : 'video'
    const { producerId } = await this.client.rpc.produce({ source, rtpParameters: plainParameters(kind), paused: false })
    const running = PlainSource.start({ [kind]: scene }, [await service.destinationOf(producerId)])
    undo.defer(() => running.stop())
  }

  speak(): Promise<void> {
    return this.send('microphone', tone(VOICES[this.#id] ?? 0))
  }

  /** What they know of the regular recording. */
  get recording() {
    const changed = this.client.events.findLast((event) => event.type === 'recordingChanged' || event.type === 'joined')
    return changed !== undefined && 'recording' in changed && 'active' in changed.recording
      ? changed.recording.active[0]
      : undefined
  }

  async read(): Promise<void> {
    await this.client.rpc.acknowledgeRecordingNotice({ recordingIds: [this.recording?.id ?? ''] })
  }

  async sees(state: string | undefined): Promise<void> {
    await expect.poll(() => this.recording?.state, { timeout: LONG }).toBe(state)
  }
}

const createMeeting = async (): Promise<string> => {
  const session = await signIn(service.origin, { personId: 'ada' })
  return (await apiClient(service.origin, session).meetings.create({ title: 'Recorded' })).code
}

/** Waits for the clock of the wall, as recordings go by it. */
const passed = async (ms: number): Promise<void> => {
  const since = Date.now()
  await expect.poll(() => Date.now() - since, { timeout: LONG, interval: 100 }).toBeGreaterThan(ms)
}

/** What is kept, read as the service reads it; the service may be gone. */
class Kept {
  readonly manifest: RecordingManifest
  readonly #read: (segment: Segment) => Promise<Buffer>

  private constructor(manifest: RecordingManifest, read: (segment: Segment) => Promise<Buffer>) {
    this.manifest = manifest
    this.#read = read
  }

  static async open(): Promise<Kept> {
    const database = await openDatabase(dataDir)
    undo.defer(() => database.destroy())
    const { recordings: config } = readConfig(plainEnvironment(dataDir))
    const storage = await RecordingStorage.create(config, createLog('silent'))
    undo.defer(() => storage.close())
    const row = await database.selectFrom('recordings').select(['id', 'tenant', 'wrapped_key']).executeTakeFirstOrThrow()
    const key = await storage.vault.unwrap(row.wrapped_key ?? '', { tenant: row.tenant, recording: row.id })
    return new Kept(await new Recordings(database).manifestOf(row.id, key), async ({ id, blob }) => {
      const reader = await storage.blobs.open(blob)
      const track = await SealedReader.open(reader, key, { recording: row.id, track: id })
      const parts: Buffer[] = []
      for await (const piece of track.read()) if ('bytes' in piece) parts.push(piece.bytes)
      await reader.close()
      return Buffer.concat(parts)
    })
  }

  async track(person: string, source: Source) {
    const participant = this.manifest.participants.find(({ person: id }) => id === person)
    const track = this.manifest.tracks.find((each) => each.participant === participant?.id && each.source === source)
    if (track === undefined) throw new Error(`no ${source} of ${person}`)
    const { segments, gaps } = track
    return {
      segments,
      gaps: gaps.map(({ reason }) => reason),
      contents: await Promise.all(segments.map((each) => this.#read(each))),
    }
  }
}

const filesIn = async (folder: string): Promise<string[]> => {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => [])
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
}

/** Some of it, from everywhere: too long to be anywhere by chance. Zeros, which are anywhere, are none. */
const piecesOf = (content: Buffer): Buffer[] =>
  Array.from({ length: 40 }, (_, index) => Math.floor((content.length * index) / 40))
    .map((at) => content.subarray(at, at + 24))
    .filter((piece) => new Set(piece).size > 12)

test(
  'people who were told are recorded, each on their own track, and nothing of it is in the clear anywhere',
  async () => {
    const code = await createMeeting()
    const ada = await Person.join('ada', code)
    const bo = await Person.join('bo', code)
    await ada.speak()
    await bo.speak()
    await ada.send('camera', colour('red'))
    await ada.client.rpc.startRecording()
    const asked = Date.now()
    await bo.sees('starting')
    await ada.read()
    // Bo's client does not answer: after five seconds it begins without Bo.
    await ada.sees('running')
    expect(Date.now() - asked).toBeGreaterThan(4_500)
    await passed(2_500)
    const told = Date.now()
    await bo.read()

    const chen = await TestClient.connect(service.origin, await signIn(service.origin, { personId: 'chen' }))
    const { recording: ahead } = await chen.prepare(code)
    expect(ahead.active).toMatchObject([{ kind: 'regular', state: 'running', id: ada.recording?.id }])
    await chen.close()
    const late = await Person.join('chen', code, { notices: ahead.active.map(({ id }) => id) })
    await late.speak()
    await passed(3_000)

    // While it runs: nothing that can be played is in the data folder or among temporary files, or in a file that a recorder has open.
    const files = [...(await filesIn(dataDir)), ...(await filesIn(temporaryOf(dataDir)))]
    expect(files.length).toBeGreaterThan(4)
    const found = new Map<string, Buffer>()
    for (const path of files) {
      const bytes = await readFile(path).catch(() => Buffer.alloc(0))
      found.set(path, bytes)
      for (const mark of MARKS) expect(bytes.includes(mark), `${path} has ${mark}`).toBe(false)
    }
    const recorders = await service.recorders()
    expect(recorders.length).toBe(4)
    for (const pid of recorders) {
      for (const handle of await readdir(`/proc/${pid}/fd`)) {
        const link = await readlink(`/proc/${pid}/fd/${handle}`).catch(() => '')
        expect(link).toMatch(/^$|^(pipe|socket|anon_inode):|^\/dev\//)
      }
    }

    await bo.client.rpc.stopRecording()
    await ada.sees(undefined)
    await service.stop()

    const kept = await Kept.open()
    expect(kept.manifest).toMatchObject({ state: 'finished', compliance: false, startedBy: { person: 'ada' } })
    const voice = await kept.track('ada', 'microphone')
    expect(voice.segments).toMatchObject([{ ended: 'whole' }])
    const [heard = Buffer.alloc(0)] = voice.contents
    expect((await loudnessOf(heard))(440, 1)).toBeGreaterThan(0.05)
    expect((await loudnessOf(heard))(700, 1)).toBeLessThan(0.02)

    const camera = await kept.track('ada', 'camera')
    expect(camera.segments).toMatchObject([{ ended: 'whole' }])
    const [red, green] = (await pixelsAt(camera.contents[0] ?? Buffer.alloc(0), 1, { width: 160, height: 90 }))(80, 45)
    expect([red > 200, green < 60]).toEqual([true, true])

    const other = await kept.track('bo', 'microphone')
    expect(other.gaps[0]).toBe('noNotice')
    expect(other.segments[0]?.span.from).toBeGreaterThan(told - 50)
    expect((await loudnessOf(other.contents[0] ?? Buffer.alloc(0)))(700, 1)).toBeGreaterThan(0.05)
    // Nor was any piece of what was said and shown, as it is known now.
    for (const content of [heard, camera.contents[0] ?? Buffer.alloc(0), other.contents[0] ?? Buffer.alloc(0)]) {
      for (const piece of piecesOf(content)) {
        for (const [path, bytes] of found) expect(bytes.includes(piece), path).toBe(false)
      }
    }
    const third = await kept.track('chen', 'microphone')
    expect((await loudnessOf(third.contents[0] ?? Buffer.alloc(0)))(1_100, 0.5)).toBeGreaterThan(0.05)
  },
  3 * LONG,
)

test(
  'a service that is killed costs a second at most, and goes on with the same recording when it is back',
  async () => {
    const code = await createMeeting()
    const ada = await Person.join('ada', code)
    const { resumeToken } = await ada.client.next('joined')
    await ada.speak()
    await ada.client.rpc.startRecording()
    await ada.sees('starting')
    await ada.read()
    await ada.sees('running')
    const { id } = ada.recording ?? {}
    await passed(4_000)
    const recorders = await service.recorders()
    expect(recorders).toHaveLength(1)
    const killed = Date.now()
    await service.kill()

    service = await PlainService.start(dataDir, new URL(service.origin).port)
    undo.defer(() => service.stop())
    // Its recorders have noticed that it is gone.
    await expect.poll(() => Promise.all(recorders.map(isRunning)), { timeout: LONG }).toEqual([false])
    const back = await Person.join('ada', code, { session: ada.session, resumeToken })
    expect(back.recording).toMatchObject({ id, state: 'interrupted', startedBy: { personId: 'ada' } })
    await back.speak()
    await back.read()
    await back.sees('running')
    await passed(3_000)
    await back.client.rpc.stopRecording()
    await back.sees(undefined)
    await service.stop()

    const kept = await Kept.open()
    expect(kept.manifest.state).toBe('finished')
    const [interruption] = kept.manifest.interruptions
    expect(kept.manifest.interruptions).toHaveLength(1)
    expect(killed - (interruption?.from ?? 0)).toBeLessThan(1_000)
    expect(interruption?.to).toBeGreaterThan(killed)
    const voice = await kept.track('ada', 'microphone')
    expect(voice.segments.map(({ ended }) => ended)).toEqual(['interrupted', 'whole'])
    expect(voice.gaps).toContain('interrupted')
    for (const content of voice.contents) {
      const loudness = await loudnessOf(content)
      expect(loudness(440, 0)).toBeGreaterThan(5 * loudness(1_100, 0))
    }
    const [before] = voice.segments
    if (before === undefined) throw new Error('no segment')
    expect(killed - (before.span.to ?? 0)).toBeLessThan(1_000)
  },
  3 * LONG,
)
