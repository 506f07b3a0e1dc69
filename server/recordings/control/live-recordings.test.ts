/** Who is recorded when: notice, consent, pause, stop, rules. Nothing is written here but manifests. */
import { createSecretKey, randomBytes } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { Source } from '#shared/contract/media.ts'
import type { RecordingManifest } from '#shared/recording/manifest.ts'
import { createLog } from '../../logging.ts'
import { MemoryBlobStore } from '../../storage/blobs/memory-blob-store.ts'
import { type Attendee, anonymous, DESKTOP, MeetingHarness, member, settled } from '../../testing/meeting-harness.ts'
import { Recordings } from '../library/recordings.ts'
import { LiveRecordings } from './live-recordings.ts'
import { Recorder } from './recorder.ts'
import type { RecordingAct } from './recording-acts.ts'
import { FakeCapture } from './testing/fake-capture.ts'

let harness: MeetingHarness
let recorder: Recorder
let captures: FakeCapture[]
let acts: RecordingAct[]
let isVaultThere: boolean
let marked: Set<string>
const key = createSecretKey(randomBytes(32))

const openRecorder = (): Promise<Recorder> =>
  Recorder.create({
    database: harness.database,
    library: new Recordings(harness.database),
    blobs: new MemoryBlobStore(),
    vault: {
      name: 'test',
      newDataKey: async () => {
        if (!isVaultThere) throw new Error('no vault')
        return { key, wrapped: 'wrapped' }
      },
      unwrap: async () => key,
      rewrap: async (wrapped) => wrapped,
    },
    ffmpeg: 'ffmpeg',
    note: async (_transaction, act) => {
      acts.push(act)
    },
    log: createLog('silent'),
    openCapture: (options) => {
      const capture = new FakeCapture(options, `s${captures.length}`)
      captures.push(capture)
      return capture
    },
  })

const NOTICE_WAIT = 60_000

beforeEach(async () => {
  captures = []
  acts = []
  isVaultThere = true
  marked = new Set()
  harness = await MeetingHarness.create({
    limits: { noticeWait: NOTICE_WAIT },
    openRecordings: (place) => new LiveRecordings(recorder, place),
    isRecorded: (person) => marked.has(person),
  })
  recorder = await openRecorder()
})
afterEach(async () => {
  vi.useRealTimers()
  await harness.close()
  await recorder.close()
})

const recordingOf = (attendee: Attendee) => {
  const changed = attendee.sink.last('recordingChanged')
  return (changed ?? attendee.sink.last('joined'))?.recording
}
const idOf = (attendee: Attendee, kind = 'regular'): string =>
  recordingOf(attendee)?.active.find((each) => each.kind === kind)?.id ?? ''
const stateOf = (attendee: Attendee): string =>
  recordingOf(attendee)
    ?.active.map(({ kind, state }) => `${kind} ${state}`)
    .join() ?? ''
const read = (attendee: Attendee, kind = 'regular'): void =>
  attendee.meeting.recordings.acknowledge(attendee.presence, [idOf(attendee, kind)])
const start = (attendee: Attendee): Promise<void> => attendee.meeting.recordings.start(attendee.presence)

/** What is recorded now of whom, as `ada microphone`. */
const recorded = (recording?: string): string[] => {
  const [meeting] = [...everybody]
  const people = [...(meeting?.meeting.scene.roster.all() ?? [])]
  return people
    .flatMap(({ person, producers }) =>
      [...producers.values()].flatMap(({ media, source }) =>
        captures
          .filter(
            (capture) => capture.producer === media && capture.flowing && (recording ?? capture.recording) === capture.recording,
          )
          .map(() => `${person.id} ${source}`),
      ),
    )
    .toSorted()
}

let everybody: Set<Attendee>
beforeEach(() => {
  everybody = new Set()
})
const join = async (
  id: string,
  sources: readonly Source[] = ['microphone', 'camera'],
  noticesShown?: string[],
): Promise<Attendee> => {
  const attendee = await harness.prepare(member(id))
  await attendee.join(undefined, true, noticesShown)
  for (const source of sources) await attendee.produce(source)
  everybody.add(attendee)
  return attendee
}

const manifestOf = (id: string): Promise<RecordingManifest> => new Recordings(harness.database).manifestOf(id, key)

describe('the notice', () => {
  test('is told to everybody, with who started it, and nothing is recorded before all have shown it', async () => {
    const [ada, bo] = [await join('ada'), await join('bo')]
    await start(bo)
    for (const each of [ada, bo]) {
      expect(recordingOf(each)).toMatchObject({
        active: [{ kind: 'regular', state: 'starting', startedBy: { personId: 'bo', name: 'bo' } }],
        consentAsked: false,
      })
    }
    expect(recorded()).toEqual([])
    read(ada)
    expect([stateOf(ada), recorded()]).toEqual(['regular starting', []])
    read(bo)
    expect(stateOf(ada)).toBe('regular running')
    expect(recorded()).toEqual(['ada camera', 'ada microphone', 'bo camera', 'bo microphone'])
  })

  test('leaves those out whose client does not show it in time, until it does', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    const [ada, bo] = [await join('ada'), await join('bo')]
    await start(ada)
    read(ada)
    vi.advanceTimersByTime(NOTICE_WAIT - 1)
    expect(recorded()).toEqual([])
    vi.advanceTimersByTime(1)
    expect([stateOf(bo), recorded()]).toEqual(['regular running', ['ada camera', 'ada microphone']])
    expect(ada.sink.last('participantUpdated')?.participant.recorded).toEqual({ told: true })
    read(bo)
    expect(recorded()).toEqual(['ada camera', 'ada microphone', 'bo camera', 'bo microphone'])
  })

  test('of another recording does not count', async () => {
    const ada = await join('ada')
    await start(ada)
    ada.meeting.recordings.acknowledge(ada.presence, ['another'])
    expect([stateOf(ada), recorded()]).toEqual(['regular starting', []])
  })

  test('waits for nobody who has left meanwhile', async () => {
    const [ada, bo] = [await join('ada'), await join('bo')]
    await start(ada)
    read(ada)
    bo.leave()
    expect(recorded()).toEqual(['ada camera', 'ada microphone'])
  })

  test('comes before the meeting for whoever comes later: whoever has not seen it is not let in by mistake', async () => {
    const ada = await join('ada')
    const late = await harness.prepare(member('bo'))
    expect(late.meeting.recordingAhead(member('bo'))).toMatchObject({ active: [], marked: false })
    await start(ada)
    read(ada)
    await expect(late.join(undefined, true, [])).rejects.toMatchObject({ code: 'NOTICE_UNREAD' })
    const { active } = late.meeting.recordingAhead(member('bo'))
    expect(active).toMatchObject([{ id: idOf(ada), state: 'running' }])
    expect(active[0]).not.toHaveProperty('startedBy')
    await late.join(undefined, true, [idOf(ada)])
    everybody.add(late)
    await late.produce('microphone')
    expect(recorded()).toEqual(['ada camera', 'ada microphone', 'bo microphone'])
  })

  test('reaches the lobby', async () => {
    const ada = await join('ada')
    const gus = await harness.join(anonymous('gus'))
    expect(gus.sink.last('waiting')?.recording.active).toEqual([])
    await start(ada)
    expect(gus.sink.last('recordingAheadChanged')?.recording.active).toMatchObject([{ id: idOf(ada), state: 'starting' }])
  })

  test('that is lost with the connection is not shown again after it', async () => {
    const ada = await join('ada')
    await start(ada)
    read(ada)
    const { token } = ada
    ada.lose()
    expect(recorded()).toEqual([])
    const back = await harness.join(member('ada'), token)
    everybody.add(back)
    await back.produce('microphone')
    expect(recorded()).toEqual(['ada microphone'])
  })
})

describe('start, pause, stop', () => {
  test.each([
    ['nobody', 'ada', 'FORBIDDEN'],
    ['organisers', 'bo', 'FORBIDDEN'],
  ] as const)('by the option %s, %s is refused: %s', async (recording, who, code) => {
    const people = { ada: await join('ada'), bo: await join('bo') }
    people.ada.meeting.moderation.setOptions(people.ada.presence, { recording })
    await expect(start(people[who])).rejects.toMatchObject({ code })
    expect(acts).toEqual([])
  })

  test('under end-to-end encryption nobody does', async () => {
    await harness.close()
    harness = await MeetingHarness.create({
      ruleSets: [{ source: 'policy', name: 'All', rules: { encryption: { fixed: 'on' } } }],
      openRecordings: (place) => new LiveRecordings(recorder, place),
    })
    const ada = await harness.join(member('ada'))
    await expect(start(ada)).rejects.toMatchObject({ code: 'OFF_WHEN_ENCRYPTED' })
  })

  test('whoever starts while it runs joins it, and lets it go on where it is paused', async () => {
    const [ada, bo] = [await join('ada'), await join('bo')]
    await Promise.all([start(ada), start(bo)])
    read(ada)
    read(bo)
    await start(bo)
    expect(acts.map(({ did, by }) => `${by} ${did}`)).toEqual(['ada start'])
    ada.meeting.recordings.pause(ada.presence)
    expect([stateOf(bo), recorded()]).toEqual(['regular paused', []])
    await start(bo)
    expect([stateOf(ada), recorded().length]).toEqual(['regular running', 4])
  })

  test('a pause is in the manifest, and a stop ends it', async () => {
    const ada = await join('ada')
    await start(ada)
    read(ada)
    const id = idOf(ada)
    const { recordings } = ada.meeting
    recordings.pause(ada.presence)
    expect(() => recordings.pause(ada.presence)).toThrow('WRONG_STATE')
    recordings.resume(ada.presence)
    expect(() => recordings.resume(ada.presence)).toThrow('WRONG_STATE')
    recordings.stop(ada.presence)
    expect([stateOf(ada), recorded()]).toEqual(['', []])
    expect(captures.every(({ closed }) => closed)).toBe(true)
    expect(() => recordings.stop(ada.presence)).toThrow('WRONG_STATE')
    await expect.poll(async () => (await manifestOf(id)).state).toBe('finished')
    const { pauses, span, tracks, participants } = await manifestOf(id)
    expect(pauses).toHaveLength(1)
    expect(pauses[0]?.to).toBeGreaterThanOrEqual(pauses[0]?.from ?? 0)
    expect(span.to).toBeGreaterThan(span.from)
    expect(tracks.map(({ source }) => source)).toEqual(['microphone', 'camera'])
    expect(participants).toMatchObject([{ person: 'ada', name: 'ada', presences: [{ to: expect.any(Number) }] }])
    await expect
      .poll(() => acts.map(({ did, by }) => `${by} ${did}`))
      .toEqual(['ada start', 'ada pause', 'ada resume', 'ada stop'])
  })

  test('ends with the meeting', async () => {
    const ada = await join('ada')
    await start(ada)
    read(ada)
    const id = idOf(ada)
    ada.leave()
    await expect.poll(async () => (await manifestOf(id)).state).toBe('finished')
  })

  test('ends where nobody may record any more', async () => {
    const ada = await join('ada')
    await start(ada)
    read(ada)
    ada.meeting.moderation.setOptions(ada.presence, { recording: 'nobody' })
    expect([stateOf(ada), recorded()]).toEqual(['', []])
    await expect.poll(() => acts.map(({ did, by }) => `${by} ${did}`)).toEqual(['ada start', 'undefined stop'])
  })

  test('is not begun, and nobody is told of it, where there is no key for it', async () => {
    const ada = await join('ada')
    isVaultThere = false
    await expect(start(ada)).rejects.toThrow('no vault')
    expect([ada.sink.all('recordingChanged'), acts]).toEqual([[], []])
    isVaultThere = true
    await start(ada)
    expect(stateOf(ada)).toBe('regular starting')
  })
})

describe('what people send', () => {
  test('is on one track for each person and source, with a gap for each time it was off', async () => {
    const ada = await join('ada', ['microphone'])
    await start(ada)
    read(ada)
    const [microphone] = [...ada.presence.participant.producers.keys()]
    const { sending } = ada.meeting
    await sending.setPaused(ada.presence, microphone ?? '', true)
    expect(recorded()).toEqual([])
    await sending.setPaused(ada.presence, microphone ?? '', false)
    await ada.produce('screen')
    const [, screen] = [...ada.presence.participant.producers.keys()]
    sending.close(ada.presence, screen ?? '')
    await ada.produce('screen')
    expect(recorded()).toEqual(['ada microphone', 'ada screen'])
    const id = idOf(ada)
    ada.meeting.recordings.stop(ada.presence)
    await expect.poll(async () => (await manifestOf(id)).state).toBe('finished')
    const { tracks } = await manifestOf(id)
    expect(tracks.map(({ source, segments, gaps }) => [source, segments.length, gaps.map(({ reason }) => reason)])).toEqual([
      ['microphone', 1, expect.arrayContaining(['muted'])],
      ['screen', 2, ['off']],
    ])
  })

  test('goes on, with a gap, where its recorder fails; and everybody sees when the store does', async () => {
    const ada = await join('ada', ['microphone'])
    await start(ada)
    read(ada)
    captures[0]?.fail('RECORDING_UNAVAILABLE')
    expect(stateOf(ada)).toBe('regular running')
    captures[0]?.flow()
    captures[0]?.fail('STORAGE_FULL')
    expect(stateOf(ada)).toBe('regular interrupted')
    captures[0]?.flow()
    expect(stateOf(ada)).toBe('regular running')
    await expect.poll(() => acts.map(({ did }) => did)).toEqual(['start', 'interrupt'])
  })
})

describe('explicit consent', () => {
  const ask = async () => {
    const [ada, bo] = [await join('ada'), await join('bo')]
    ada.meeting.moderation.setOptions(ada.presence, { recordingConsent: 'asked' })
    await start(ada)
    read(ada)
    read(bo)
    return { ada, bo, recordings: ada.meeting.recordings }
  }

  test('holds off whoever has not agreed, and records nothing of them', async () => {
    const { ada, bo, recordings } = await ask()
    expect([ada.sends, bo.sends, recorded()]).toEqual([['microphone!'], ['microphone!'], []])
    await expect(bo.produce('camera')).rejects.toMatchObject({ code: 'FORBIDDEN', detail: 'consent' })
    expect(ada.sink.last('recordingChanged')?.recording.consentAsked).toBe(true)
    recordings.consent(bo.presence, true)
    await bo.produce('camera')
    expect([bo.sends, recorded()]).toEqual([['camera', 'microphone!'], ['bo camera']])
    expect(bo.presence.participant.recorded).toEqual({ told: true, consent: 'agreed' })
  })

  test('can be taken back, and refused; both are in the log', async () => {
    const { ada, bo, recordings } = await ask()
    recordings.consent(bo.presence, true)
    await bo.produce('camera')
    recordings.consent(bo.presence, false)
    expect([bo.sends, recorded()]).toEqual([['microphone!'], []])
    recordings.consent(ada.presence, false)
    await expect(ada.produce('screen')).rejects.toMatchObject({ detail: 'consent' })
    await expect
      .poll(() => acts.map(({ did, by }) => `${by} ${did}`))
      .toEqual(['ada start', 'bo agree', 'bo refuse', 'ada refuse'])
  })

  test('is not asked any more when the recording is over', async () => {
    const { ada, bo, recordings } = await ask()
    recordings.stop(ada.presence)
    await bo.produce('camera')
    expect(bo.presence.participant.recorded).toBeUndefined()
    expect(() => recordings.consent(bo.presence, true)).toThrow('WRONG_STATE')
  })

  test('is asked of those who come later, and from when the option says so', async () => {
    const ada = await join('ada')
    await start(ada)
    read(ada)
    expect(recorded()).toHaveLength(2)
    ada.meeting.moderation.setOptions(ada.presence, { recordingConsent: 'asked' })
    expect([ada.sends, recorded()]).toEqual([['microphone!'], []])
    ada.meeting.moderation.setOptions(ada.presence, { recordingConsent: 'notAsked' })
    await expect(ada.produce('camera')).rejects.toMatchObject({ detail: 'consent' })
    const bo = await join('bo', [])
    await expect(bo.produce('microphone')).rejects.toMatchObject({ detail: 'consent' })
  })
})

describe('somebody whose organisation records them', () => {
  test('is recorded from the start, apart, with everybody told; until they have gone', async () => {
    marked.add('bo')
    const ada = await join('ada')
    const bo = await join('bo')
    await expect.poll(() => stateOf(ada)).toBe('compliance starting')
    expect(recordingOf(ada)?.active[0]).not.toHaveProperty('startedBy')
    read(ada, 'compliance')
    read(bo, 'compliance')
    expect(recorded()).toHaveLength(4)
    await start(ada)
    const [regular, compliance] = [idOf(ada), idOf(ada, 'compliance')]
    expect(recorded(regular)).toEqual([])
    read(ada)
    read(bo)
    expect([recorded(regular).length, recorded(compliance).length]).toEqual([4, 4])
    bo.leave()
    expect(stateOf(ada)).toBe('regular running')
    await expect.poll(async () => await manifestOf(compliance)).toMatchObject({ state: 'finished', compliance: true })
    expect((await manifestOf(compliance)).startedBy).toBeUndefined()
  })

  test('is told before they come in', async () => {
    marked.add('bo')
    const bo = await harness.prepare(member('bo'))
    expect(bo.meeting.recordingAhead(member('bo'))).toMatchObject({ marked: true })
    expect(bo.meeting.recordingAhead(member('ada'))).toMatchObject({ marked: false })
  })

  test('is tried again where it can’t begin', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    marked.add('bo')
    isVaultThere = false
    const bo = await join('bo')
    await settled()
    expect(stateOf(bo)).toBe('')
    isVaultThere = true
    vi.advanceTimersByTime(10_000)
    await vi.waitFor(() => expect(stateOf(bo)).toBe('compliance starting'))
  })
})

describe('after the service was away', () => {
  test.each([[true], [false]])('it goes on with the same recording, the gap shown (stopped gently: %s)', async (gently) => {
    const ada = await join('ada')
    await start(ada)
    read(ada)
    const [id, { token }] = [idOf(ada), ada]
    const interruptions = async () => (await manifestOf(id)).interruptions
    await expect.poll(async () => (await manifestOf(id)).participants).toHaveLength(1)
    await harness.restart({
      gently,
      before: async () => {
        if (gently) await recorder.close()
        recorder = await openRecorder()
        await recorder.recover()
      },
    })
    expect(await interruptions()).toMatchObject([{ from: expect.any(Number) }])
    const back = await harness.join(member('ada'), token)
    everybody.clear()
    everybody.add(back)
    await back.produce('microphone')
    expect([stateOf(back), idOf(back), recorded()]).toEqual(['regular interrupted', id, []])
    read(back)
    expect([stateOf(back), recorded()]).toEqual(['regular running', ['ada microphone']])
    back.meeting.recordings.stop(back.presence)
    await expect.poll(async () => (await manifestOf(id)).state).toBe('finished')
    expect(await interruptions()).toMatchObject([{ from: expect.any(Number), to: expect.any(Number) }])
  })

  test('what was stopped does not go on, though the service was killed before all of it was written', async () => {
    const ada = await join('ada')
    await start(ada)
    read(ada)
    const [id, { token }] = [idOf(ada), ada]
    const { promise, resolve } = Promise.withResolvers<void>()
    for (const capture of captures) capture.patience = promise
    ada.meeting.recordings.stop(ada.presence)
    await expect.poll(async () => (await manifestOf(id)).span.to).toBeDefined()
    const killed = recorder
    await harness.restart({
      before: async () => {
        recorder = await openRecorder()
        await recorder.recover()
      },
    })
    expect(await manifestOf(id)).toMatchObject({
      state: 'interrupted',
      participants: [{ presences: [{ to: expect.any(Number) }] }],
    })
    const back = await harness.join(member('ada'), token)
    expect([stateOf(back), acts.filter(({ did }) => did === 'stop')]).toEqual(['', [expect.anything()]])
    resolve()
    await killed.close()
  })

  test('who had been asked is asked, whatever the option says now', async () => {
    const ada = await join('ada')
    ada.meeting.moderation.setOptions(ada.presence, { recordingConsent: 'asked' })
    await start(ada)
    read(ada)
    ada.meeting.moderation.setOptions(ada.presence, { recordingConsent: 'notAsked' })
    const [id, { token }] = [idOf(ada), ada]
    await expect.poll(async () => (await manifestOf(id)).asksConsent).toBe(true)
    await harness.restart({
      before: async () => {
        recorder = await openRecorder()
        await recorder.recover()
      },
    })
    const back = await harness.join(member('ada'), token)
    read(back)
    expect(recordingOf(back)?.consentAsked).toBe(true)
    await expect(back.produce('microphone')).rejects.toMatchObject({ code: 'FORBIDDEN', detail: 'consent' })
  })

  test('it ends where it was cut off if nobody comes back to it', async () => {
    const ada = await join('ada')
    await start(ada)
    read(ada)
    const id = idOf(ada)
    await expect.poll(async () => (await manifestOf(id)).participants).toHaveLength(1)
    await settled()
    recorder = await openRecorder()
    await recorder.recover()
    await recorder.endUnclaimed()
    expect(await manifestOf(id)).toMatchObject({ state: 'interrupted', interruptions: [], span: { to: expect.any(Number) } })
  })
})

test('where there is no recorder, that is said, and nobody comes in who must be recorded', async () => {
  const { openCapture: _real, ...options } = { openCapture: undefined, ffmpeg: '/nowhere/ffmpeg' }
  const blobs = new MemoryBlobStore()
  const vault = { name: 'none', newDataKey: async () => ({ key, wrapped: '' }), unwrap: async () => key, rewrap: async () => '' }
  const library = new Recordings(harness.database)
  const common = { database: harness.database, library, blobs, vault, note: async () => undefined, log: createLog('silent') }
  recorder = await Recorder.create({ ...common, ...options })
  marked.add('bo')
  const ada = await join('ada')
  expect(recordingOf(ada)).toMatchObject({ active: [], unavailable: 'noRecorder' })
  await expect(start(ada)).rejects.toMatchObject({ code: 'RECORDING_UNAVAILABLE', detail: 'noRecorder' })
  const bo = await harness.prepare(member('bo'), DESKTOP)
  await expect(bo.join()).rejects.toMatchObject({ code: 'RECORDING_REQUIRED' })
})
