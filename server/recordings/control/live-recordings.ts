import { isDeepStrictEqual } from 'node:util'
import type { MeetingRecording, RecordedState, RecordingAhead, RecordingKind } from '#shared/contract/recording.ts'
import { ParleyError } from '#shared/errors.ts'
import type { GapReason } from '#shared/recording/manifest.ts'
import type { LiveParticipant, LiveProducer, Presence } from '../../meetings/live-participant.ts'
import type { MeetingRecordings, RecordedPlace } from '../../meetings/recording.ts'
import { byOf } from '../../meetings/scene.ts'
import type { Newcomer } from '../../meetings/standing.ts'
import { SlidingLimit } from '../../sliding-limit.ts'
import { type Active, describeActive } from './active-recording.ts'
import { Answers } from './answers.ts'
import { gapReasonOf } from './gate.ts'
import { actOf, type Recorder } from './recorder.ts'
import type { RecordingAct } from './recording-acts.ts'
import type { RecordingSession } from './recording-session.ts'

/** What one person does about recordings, in so many ms. */
const ACTING = { count: 20, window: 60_000 }

/** ms before a recording that must be, and could not begin, is tried again. */
const RETRY = 10_000

/** The recordings of a live meeting: who starts and stops them, who has been told, and who has agreed. */
export class LiveRecordings implements MeetingRecordings {
  readonly #recorder: Recorder
  readonly #place: RecordedPlace
  readonly #active = new Map<RecordingKind, Active>()
  readonly #beginning = new Map<RecordingKind, Promise<void>>()
  readonly #answers = new Answers()
  readonly #acting: SlidingLimit
  #retry: NodeJS.Timeout | undefined
  #announced: MeetingRecording | undefined

  constructor(recorder: Recorder, place: RecordedPlace) {
    this.#recorder = recorder
    this.#place = place
    this.#acting = new SlidingLimit(ACTING.count, ACTING.window, place.scene.options.now)
  }

  get state(): MeetingRecording {
    const { scene } = this.#place
    const { unavailable } = this.#recorder
    const regular = this.#active.get('regular')
    return {
      active: [...this.#active.values()].map(describeActive),
      consentAsked: regular?.consentAsked ?? scene.values.recordingConsent === 'asked',
      notice: scene.recordingNotice,
      ...(unavailable === undefined ? {} : { unavailable }),
    }
  }

  ahead({ recorded }: Pick<Newcomer, 'recorded'>): RecordingAhead {
    const { active, consentAsked, notice } = this.state
    return { active: active.map(({ startedBy: _who, ...rest }) => rest), marked: recorded, consentAsked, notice }
  }

  requireFit({ recorded }: Pick<Newcomer, 'recorded'>, noticesShown: readonly string[] | undefined): void {
    const { unavailable } = this.#recorder
    if (recorded && unavailable !== undefined) throw new ParleyError('RECORDING_REQUIRED', unavailable)
    if (noticesShown === undefined) return
    if ([...this.#active.values()].some(({ session }) => !noticesShown.includes(session.id)))
      throw new ParleyError('NOTICE_UNREAD')
  }

  /** The meeting was taken up after the service was away: so are its recordings. */
  restored(): void {
    const { scene } = this.#place
    if (scene.occurrence === undefined) return
    for (const interrupted of this.#recorder.claim(scene.occurrence.id)) {
      const { manifest } = interrupted
      const kind: RecordingKind = manifest.compliance ? 'compliance' : 'regular'
      const { person, name } = manifest.startedBy ?? {}
      const startedBy = name === undefined ? undefined : { personId: person ?? 'guest', name }
      const session = this.#recorder.goOn(interrupted, this.#callbacks(kind))
      this.#add(kind, session, Math.round(manifest.span.from), startedBy)
    }
  }

  came({ participant }: Presence, noticesShown: readonly string[]): void {
    this.#answers.show(participant.id, noticesShown)
    participant.recorded = this.#recordedState(participant)
    this.#announced ??= this.state
    for (const active of this.#active.values()) {
      active.session.came(participant)
      this.#tell(active)
    }
    this.#holdToRules()
  }

  lost(participant: LiveParticipant): void {
    for (const active of this.#active.values()) {
      active.session.went(participant)
      this.#settle(active)
    }
  }

  left(participant: LiveParticipant): void {
    this.lost(participant)
    this.#answers.forget(participant.id)
    this.#holdToRules()
  }

  sends(participant: LiveParticipant): void {
    this.#review(participant)
  }

  paused(participant: LiveParticipant): void {
    this.#review(participant)
  }

  stops(participant: LiveParticipant, producer: LiveProducer): void {
    for (const { session } of this.#active.values()) session.stops(participant, producer)
  }

  optionsChanged(): void {
    const { scene } = this.#place
    const regular = this.#active.get('regular')
    const { recording, recordingConsent, encryption } = scene.values
    if (regular !== undefined && (recording === 'nobody' || encryption === 'on')) this.#end('regular', undefined)
    else if (regular !== undefined && recordingConsent === 'asked' && !regular.consentAsked) {
      regular.consentAsked = true
      regular.session.askConsent()
      this.#holdAll()
    }
    if (!isDeepStrictEqual(this.#announced ?? this.state, this.state)) this.#announce()
  }

  end(stops: boolean): void {
    clearTimeout(this.#retry)
    this.#retry = undefined
    for (const { kind, session, patience } of [...this.#active.values()]) {
      clearTimeout(patience)
      this.#active.delete(kind)
      if (stops) this.#recorder.suspend(session)
      else this.#recorder.end(session, undefined)
    }
    this.#answers.clear()
    this.#announced = undefined
  }

  async start(presence: Presence): Promise<void> {
    const { scene } = this.#place
    scene.require(presence)
    scene.requireClear()
    scene.require(presence, 'record')
    const { unavailable } = this.#recorder
    if (unavailable !== undefined) throw new ParleyError('RECORDING_UNAVAILABLE', unavailable)
    this.#take(presence)
    const regular = this.#active.get('regular')
    if (regular === undefined) await this.#begin('regular', presence.participant)
    else if (regular.phase === 'paused') this.resume(presence)
  }

  pause(presence: Presence): void {
    const regular = this.#regular(presence)
    if (regular.phase !== 'running') throw new ParleyError('WRONG_STATE', regular.phase)
    regular.phase = 'paused'
    regular.session.pause()
    this.#reviewAll()
    this.#note(regular, 'pause', presence)
    this.#place.scene.log(byOf(presence.participant), 'pauseRecording')
    this.#announce()
  }

  resume(presence: Presence): void {
    const regular = this.#regular(presence)
    if (regular.phase !== 'paused') throw new ParleyError('WRONG_STATE', regular.phase)
    regular.phase = 'running'
    regular.session.resume()
    this.#reviewAll()
    this.#note(regular, 'resume', presence)
    this.#place.scene.log(byOf(presence.participant), 'resumeRecording')
    this.#announce()
  }

  stop(presence: Presence): void {
    this.#regular(presence)
    this.#place.scene.log(byOf(presence.participant), 'stopRecording')
    this.#end('regular', presence.participant)
  }

  acknowledge(presence: Presence, recordingIds: readonly string[]): void {
    this.#place.scene.require(presence)
    const { participant } = presence
    const there = [...this.#active.values()].map(({ session }) => session.id)
    this.#answers.show(
      participant.id,
      recordingIds.filter((id) => there.includes(id)),
    )
    this.#refresh(participant)
    for (const active of this.#active.values()) this.#settle(active)
    this.#review(participant)
  }

  consent(presence: Presence, agrees: boolean): void {
    const { scene } = this.#place
    scene.require(presence)
    const regular = this.#active.get('regular')
    if (regular?.consentAsked !== true) throw new ParleyError('WRONG_STATE', 'nobody is asked')
    const { person } = presence.participant
    const answer = agrees ? 'agreed' : 'refused'
    if (this.#answers.consentOf(person.id) === answer) return
    // Taking it back is always possible.
    if (agrees) this.#take(presence)
    this.#answers.consent(person.id, answer)
    this.#note(regular, agrees ? 'agree' : 'refuse', presence)
    scene.log(byOf(presence.participant), agrees ? 'agreeToRecording' : 'refuseRecording')
    // Whoever answers has seen the question, and the notice with it.
    this.#answers.show(presence.participant.id, [regular.session.id])
    for (const participant of scene.roster.of(person.id)) this.#hold(participant)
    this.#settle(regular)
  }

  /** Throws WRONG_STATE where there is none, and FORBIDDEN. */
  #regular(presence: Presence): Active {
    this.#place.scene.require(presence, 'record')
    const regular = this.#active.get('regular')
    if (regular === undefined) throw new ParleyError('WRONG_STATE', 'nothing is recorded')
    this.#take(presence)
    return regular
  }

  /** Throws TOO_MANY_REQUESTS. */
  #take({ participant }: Presence): void {
    if (!this.#acting.take(participant.person.id)) throw new ParleyError('TOO_MANY_REQUESTS')
  }

  /** Whoever asks while one begins waits for that one. */
  #begin(kind: RecordingKind, by: LiveParticipant | undefined): Promise<void> {
    const beginning =
      this.#beginning.get(kind) ??
      this.#beginNew(kind, by).finally(() => {
        this.#beginning.delete(kind)
      })
    this.#beginning.set(kind, beginning)
    return beginning
  }

  async #beginNew(kind: RecordingKind, by: LiveParticipant | undefined): Promise<void> {
    const { scene } = this.#place
    const occurrence = scene.open()
    await occurrence.stored
    const session = await this.#recorder.begin({
      meeting: scene.record,
      occurrence: occurrence.id,
      compliance: kind === 'compliance',
      by: by?.person,
      ...this.#callbacks(kind),
    })
    if (scene.occurrence !== occurrence) {
      this.#recorder.end(session, undefined)
      throw new ParleyError('MEETING_ENDED')
    }
    const startedBy = by === undefined ? undefined : { personId: by.person.id, name: by.person.name }
    for (const participant of scene.roster.all()) if (participant.presence !== undefined) session.came(participant)
    const active = this.#add(kind, session, Math.round(session.manifest.span.from), startedBy)
    if (by !== undefined) scene.log(byOf(by), 'record')
    this.#holdAll()
    this.#tell(active)
    this.#announce()
    // What was allowed when it was asked for may not be any more.
    this.optionsChanged()
    this.#holdToRules()
  }

  #callbacks(kind: RecordingKind): Pick<Parameters<Recorder['goOn']>[1], 'gapReason' | 'onTrouble'> {
    return {
      gapReason: (participant, producer) => this.#gapReason(kind, participant, producer),
      onTrouble: () => this.#troubleChanged(kind),
    }
  }

  #add(kind: RecordingKind, session: RecordingSession, startedAt: number, startedBy: Active['startedBy']): Active {
    const isAsked = this.#place.scene.values.recordingConsent === 'asked'
    const consentAsked = kind === 'regular' && (isAsked || session.asksConsent)
    if (consentAsked) session.askConsent()
    const active: Active = { kind, session, startedAt, startedBy, phase: 'telling', consentAsked, patience: undefined }
    this.#active.set(kind, active)
    return active
  }

  #gapReason(kind: RecordingKind, participant: LiveParticipant, { source, paused }: LiveProducer): GapReason | undefined {
    const active = this.#active.get(kind)
    if (active === undefined) return 'noNotice'
    const told = this.#answers.isTold(participant.id, active.session.id)
    const consent = active.consentAsked ? this.#answers.consentOf(participant.person.id) : undefined
    return gapReasonOf({ phase: active.phase, told, consent, source, paused })
  }

  /** People are being told: not for longer than a short while, from when there is somebody to tell. */
  #tell(active: Active): void {
    if (active.phase !== 'telling') return
    active.patience ??= setTimeout(() => this.#run(active), this.#place.scene.options.limits.noticeWait)
    this.#settle(active)
  }

  /** It runs once nobody is left to be told. */
  #settle(active: Active): void {
    if (active.phase !== 'telling' || active.patience === undefined) return
    const connected = [...this.#place.scene.roster.all()].filter(({ presence }) => presence !== undefined)
    const isTold = ({ id }: LiveParticipant): boolean => this.#answers.isTold(id, active.session.id)
    if (connected.length > 0 && connected.every(isTold)) this.#run(active)
  }

  #run(active: Active): void {
    clearTimeout(active.patience)
    if (this.#active.get(active.kind) !== active || active.phase !== 'telling') return
    active.session.goOn()
    active.phase = active.session.isPaused ? 'paused' : 'running'
    this.#reviewAll()
    this.#announce()
  }

  #end(kind: RecordingKind, by: LiveParticipant | undefined): void {
    const active = this.#active.get(kind)
    if (active === undefined) return
    clearTimeout(active.patience)
    this.#active.delete(kind)
    if (kind === 'regular') this.#answers.askAgain()
    this.#recorder.end(active.session, by?.person.id)
    for (const participant of this.#place.scene.roster.all()) this.#refresh(participant)
    this.#announce()
  }

  /** Whoever must be recorded is: from when they come until they have gone. */
  #holdToRules(): void {
    const isMarked = [...this.#place.scene.roster.all()].some(({ newcomer }) => newcomer.recorded)
    clearTimeout(this.#retry)
    this.#retry = undefined
    if (!isMarked) {
      this.#end('compliance', undefined)
      return
    }
    const isThere = this.#active.has('compliance') || this.#beginning.has('compliance')
    if (isThere || this.#recorder.unavailable !== undefined || this.#place.scene.values.encryption === 'on') return
    this.#begin('compliance', undefined).catch((error: unknown) => {
      const { log } = this.#place.scene.options
      log.error({ err: error }, 'a compliance recording could not begin')
      this.#retry = setTimeout(() => this.#holdToRules(), RETRY)
    })
  }

  /** What is asked of everybody has changed. */
  #holdAll(): void {
    for (const participant of this.#place.scene.roster.all()) this.#hold(participant)
  }

  /** What somebody has agreed to or not holds at once. */
  #hold(participant: LiveParticipant): void {
    this.#refresh(participant)
    if (this.#place.holdToPermissions(participant)) this.#place.scene.roster.announceUpdate(participant)
    this.#review(participant)
  }

  /** Tells everybody where somebody stands, where that has changed. */
  #refresh(participant: LiveParticipant): void {
    const recorded = this.#recordedState(participant)
    if (isDeepStrictEqual(participant.recorded, recorded)) return
    participant.recorded = recorded
    this.#place.scene.roster.announceUpdate(participant)
  }

  #recordedState(participant: LiveParticipant): RecordedState | undefined {
    const active = [...this.#active.values()]
    if (active.length === 0) return undefined
    const asked = this.#active.get('regular')?.consentAsked === true
    return {
      told: active.every(({ session }) => this.#answers.isTold(participant.id, session.id)),
      ...(asked ? { consent: this.#answers.consentOf(participant.person.id) } : {}),
    }
  }

  #review(participant: LiveParticipant): void {
    for (const { session } of this.#active.values()) session.review(participant)
  }

  #reviewAll(): void {
    for (const participant of this.#place.scene.roster.all()) this.#review(participant)
  }

  #troubleChanged(kind: RecordingKind): void {
    const active = this.#active.get(kind)
    if (active === undefined) return
    if (active.session.isInTrouble) this.#note(active, 'interrupt', undefined)
    this.#announce()
  }

  #note({ session }: Active, did: RecordingAct['did'], presence: Presence | undefined): void {
    this.#place.scene.options.store(this.#recorder.note(actOf(session.manifest, did, presence?.participant.person.id)))
  }

  #announce(): void {
    const { state } = this
    this.#announced = state
    this.#place.scene.roster.announce({ type: 'recordingChanged', recording: state })
    this.#place.tellLobby()
  }
}
