/** A call engine without a network: a meeting in memory, with drawn people. For component tests and pictures of the screens. */
import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Source } from '#shared/contract/media.ts'
import type { Participant, ProducerInfo, Reaction } from '#shared/contract/signalling.ts'
import { ParleyError } from '#shared/errors.ts'
import type { CallEngine, VisiblePicture } from './call-engine.ts'
import {
  type CallState,
  type DeviceKind,
  initialCallState,
  type LocalSource,
  type ModerationNotice,
  type RemoteTrack,
} from './call-state.ts'
import { createChat } from './chat/chat-calls.ts'
import { fakeChat } from './chat/fake-chat.ts'
import { fakeParticipant } from './fake-people.ts'
import { type FakeScenario, fakeCallState, fakeLobbyState } from './fake-scenario.ts'
import { type FakeTrack, fakePortrait, fakeSlide, fakeVoice } from './fake-tracks.ts'
import { mayIn, selfIn } from './moderation/denial-in.ts'
import { deniedSources } from './moderation/denied-sources.ts'
import { fakeModeration } from './moderation/fake-moderation.ts'
import { fakeRecordingAhead, fakeRecordingCalls } from './recording/fake-recording.ts'

const REACTION_SHOWN_FOR = 5000
/** More people than this are shown small, and drawn so. */
const MANY = 9

export class FakeCallEngine implements CallEngine {
  readonly store: StoreApi<CallState>
  readonly moderation: CallEngine['moderation']
  readonly chat: CallEngine['chat']
  readonly recording: CallEngine['recording']
  /** What the screens last said is visible. */
  visible: VisiblePicture[] = []
  /** Ids of recordings whose notice the screens have said they show. */
  readonly noticesSeen: string[] = []

  readonly #scenario: FakeScenario
  readonly #now: () => number
  readonly #tracks = new Map<string, FakeTrack>()
  readonly #timers = new Set<ReturnType<typeof setTimeout>>()
  #lastId = 1000

  private constructor(scenario: FakeScenario, now: () => number) {
    this.#scenario = scenario
    this.#now = now
    this.store = createStore(initialCallState)
    this.moderation = fakeModeration(this.store, now)
    this.chat = createChat(this.store, fakeChat(this.store, now))
    this.recording = fakeRecordingCalls(this.store, now)
    // What this person may not send is off, as the real engine has it.
    this.store.subscribe((state, before) => {
      if (state.options !== before.options || state.participants !== before.participants) this.#obeyPermissions()
    })
  }

  /** Before any meeting; `prepare` and `join` enter the one of `scenario`. */
  static create(scenario: FakeScenario = {}, now: () => number = Date.now): FakeCallEngine {
    return new FakeCallEngine(scenario, now)
  }

  /** In the meeting of `scenario` already. */
  static joined(scenario: FakeScenario = {}, now: () => number = Date.now): FakeCallEngine {
    const engine = new FakeCallEngine(scenario, now)
    engine.#enter()
    return engine
  }

  async prepare(code: string): Promise<void> {
    const { meeting, devices, local } = fakeCallState(this.#scenario, this.#now())
    this.store.setState({
      ...initialCallState(),
      phase: 'ready',
      code,
      ...(meeting === undefined ? {} : { meeting: { ...meeting, code } }),
      devices,
      local: this.#withTracks(local),
      recordingAhead: fakeRecordingAhead(this.#scenario.recording, this.#now()),
    })
  }

  /** To the lobby first, where the scenario says so; `letIn` is what an organiser does then. */
  async join(): Promise<void> {
    const { local, devices } = this.store.getState()
    if (this.#scenario.lobby === undefined) this.letIn()
    else this.store.setState({ ...fakeLobbyState(this.#scenario, this.#now()), local, devices })
  }

  /** Out of the lobby, into the meeting. */
  letIn(): void {
    const { local, devices } = this.store.getState()
    this.#enter()
    this.store.setState({ local, devices })
    this.#pauseMicrophone(local.microphone.state !== 'on')
    this.#setProducer('camera', local.camera.state === 'on')
  }

  async leave(): Promise<void> {
    for (const track of this.#tracks.values()) track.close()
    this.#tracks.clear()
    for (const timer of this.#timers) clearTimeout(timer)
    this.#timers.clear()
    this.visible = []
    const { code, meeting, phase } = this.store.getState()
    if (phase === 'waiting') {
      this.store.setState(initialCallState(), true)
      return
    }
    this.store.setState(
      {
        ...initialCallState(),
        phase: 'ended',
        ...(code === undefined ? {} : { code }),
        ...(meeting === undefined ? {} : { meeting }),
        ended: { reason: 'left' },
      },
      true,
    )
  }

  async endMeeting(): Promise<void> {
    if (!mayIn(this.store.getState(), 'endMeeting')) throw new ParleyError('FORBIDDEN')
    await this.leave()
    this.store.setState({ ended: { reason: 'meetingEnded' } })
  }

  async retry(): Promise<void> {
    this.#enter()
  }

  async setMicrophone(on: boolean): Promise<void> {
    this.#assertNotHeldBack(on, 'speak')
    this.#setLocal('microphone', on)
    this.#pauseMicrophone(this.store.getState().local.microphone.state !== 'on')
  }

  async setCamera(on: boolean): Promise<void> {
    this.#assertNotHeldBack(on, 'showCamera')
    this.#setLocal('camera', on)
    this.#setProducer('camera', this.store.getState().local.camera.state === 'on')
  }

  async setTalkingWhileMuted(on: boolean): Promise<void> {
    this.store.setState({ talkingWhileMuted: on })
  }

  async startShare(_options: { audio: boolean }): Promise<void> {
    if (!mayIn(this.store.getState(), 'shareScreen')) throw new ParleyError('FORBIDDEN')
    this.#setLocal('screen', true)
    this.#setProducer('screen', true)
  }

  async stopShare(): Promise<void> {
    this.#setLocal('screen', false)
    this.#setProducer('screen', false)
  }

  async selectDevice(kind: DeviceKind, id: string | undefined): Promise<void> {
    this.store.setState(({ devices }) => {
      const { [kind]: _before, ...others } = devices.selected
      return { devices: { ...devices, selected: id === undefined ? others : { ...others, [kind]: id } } }
    })
  }

  setVisible(pictures: VisiblePicture[]): void {
    this.visible = pictures
  }

  async setHand(raised: boolean): Promise<void> {
    this.#updateSelf(({ handRaisedAt: _lowered, ...self }) => (raised ? { ...self, handRaisedAt: this.#now() } : self))
  }

  async react(reaction: Reaction): Promise<void> {
    const participantId = this.store.getState().selfId
    if (participantId === undefined) throw new ParleyError('WRONG_STATE')
    const id = ++this.#lastId
    this.store.setState(({ reactions }) => ({ reactions: [...reactions, { id, participantId, reaction, at: this.#now() }] }))
    const timer = setTimeout(() => {
      this.#timers.delete(timer)
      this.store.setState(({ reactions }) => ({ reactions: reactions.filter((shown) => shown.id !== id) }))
    }, REACTION_SHOWN_FOR)
    this.#timers.add(timer)
  }

  seeEncryption(): void {
    const { encryption } = this.store.getState()
    if (encryption !== undefined) this.store.setState({ encryption: { ...encryption, unseen: false } })
  }

  seeRecordingNotices(recordingIds: readonly string[]): void {
    this.noticesSeen.push(...recordingIds)
    const { active } = this.store.getState().recording
    if (!active.every(({ id }) => this.noticesSeen.includes(id))) return
    this.#updateSelf(({ recorded, ...self }) =>
      recorded === undefined ? self : { ...self, recorded: { ...recorded, told: true } },
    )
  }

  dismissNotice(id: number): void {
    this.store.setState(({ notices }) => ({ notices: notices.filter((notice) => notice.id !== id) }))
  }

  dismissModeration(id: number): void {
    this.store.setState(({ moderation }) => ({ moderation: moderation.filter((notice) => notice.id > id) }))
  }

  /** Somebody does something to this person; for tests. */
  moderate(what: ModerationNotice['what'], by: string, role?: ModerationNotice['role']): void {
    const notice = { id: ++this.#lastId, what, by, at: this.#now(), ...(role === undefined ? {} : { role }) }
    this.store.setState(({ moderation }) => ({ moderation: [...moderation, notice] }))
    if (what === 'muted') void this.setMicrophone(false)
    if (what === 'cameraStopped') void this.setCamera(false)
    if (what === 'shareStopped') void this.stopShare()
  }

  inspect(): ReturnType<CallEngine['inspect']> {
    return { sockets: 0, transports: 0, tracks: this.#tracks.size, workers: 0, timers: this.#timers.size, listeners: 0 }
  }

  /** Somebody comes in; for tests. */
  addParticipant(): Participant {
    const { participants } = this.store.getState()
    const participant = fakeParticipant(participants.length, this.#now())
    this.store.setState({ participants: [...participants, participant] })
    return participant
  }

  #enter(): void {
    const state = fakeCallState(this.#scenario, this.#now())
    this.store.setState({ ...state, local: this.#withTracks(state.local), remoteTracks: this.#remoteTracks(state) })
  }

  #remoteTracks({ participants, selfId }: CallState): Record<string, RemoteTrack> {
    const tracks: Record<string, RemoteTrack> = {}
    const size = participants.length > MANY ? 'small' : 'large'
    for (const [index, participant] of participants.entries()) {
      if (participant.id === selfId) continue
      for (const { id, source } of participant.producers) {
        if (source !== 'camera' && source !== 'screen') continue
        const track = this.#track(id, () => (source === 'screen' ? fakeSlide() : fakePortrait(index, size)))
        const frozen = this.#scenario.frozen?.includes(index) ?? false
        if (track !== undefined) tracks[id] = { producerId: id, participantId: participant.id, source, track, frozen }
      }
    }
    return tracks
  }

  #withTracks(local: CallState['local']): CallState['local'] {
    return {
      microphone: this.#withTrack('microphone', local.microphone),
      camera: this.#withTrack('camera', local.camera),
      screen: this.#withTrack('screen', local.screen),
    }
  }

  #withTrack(source: 'microphone' | 'camera' | 'screen', { track: _before, ...local }: LocalSource): LocalSource {
    if (local.state !== 'on') return local
    const make = { microphone: fakeVoice, camera: () => fakePortrait(0), screen: fakeSlide }[source]
    const track = this.#track(`local-${source}`, make)
    return track === undefined ? local : { ...local, track }
  }

  #track(key: string, make: () => FakeTrack | undefined): MediaStreamTrack | undefined {
    const made = this.#tracks.get(key) ?? make()
    if (made !== undefined) this.#tracks.set(key, made)
    return made?.track
  }

  #setLocal(source: 'microphone' | 'camera' | 'screen', on: boolean): void {
    this.store.setState(({ local }) => {
      if (on && local[source].state === 'blocked') return {}
      if (!on) {
        this.#tracks.get(`local-${source}`)?.close()
        this.#tracks.delete(`local-${source}`)
      }
      return { local: { ...local, [source]: this.#withTrack(source, { state: on ? 'on' : 'off' }) } }
    })
  }

  #pauseMicrophone(paused: boolean): void {
    this.#updateSelf((self) => ({
      ...self,
      producers: self.producers.map((producer) => (producer.source === 'microphone' ? { ...producer, paused } : producer)),
    }))
  }

  #setProducer(source: Source, on: boolean): void {
    this.#updateSelf((self) => {
      const others = self.producers.filter((producer) => producer.source !== source)
      const producer: ProducerInfo = { id: `${self.id}-${source}`, source, paused: false }
      return { ...self, producers: on ? [...others, producer] : others }
    })
  }

  #assertNotHeldBack(on: boolean, action: 'speak' | 'showCamera'): void {
    const state = this.store.getState()
    if (on && state.phase === 'joined' && !mayIn(state, action)) throw new ParleyError('FORBIDDEN', action)
  }

  #obeyPermissions(): void {
    const state = this.store.getState()
    if (state.phase !== 'joined' || selfIn(state) === undefined) return
    for (const source of deniedSources(state)) {
      if (state.local[source].state === 'off') continue
      if (source === 'microphone') void this.setMicrophone(false)
      else if (source === 'camera') void this.setCamera(false)
      else void this.stopShare()
    }
  }

  #updateSelf(change: (self: Participant) => Participant): void {
    this.store.setState(({ participants, selfId }) => ({
      participants: participants.map((participant) => (participant.id === selfId ? change(participant) : participant)),
    }))
  }
}
