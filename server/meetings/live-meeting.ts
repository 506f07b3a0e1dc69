import type { Platform } from '#shared/contract/common.ts'
import type { VisibleVideo } from '#shared/contract/media.ts'
import type { LogEntry } from '#shared/contract/moderation.ts'
import type { EndReason, Reaction } from '#shared/contract/signalling.ts'
import { ParleyError } from '#shared/errors.ts'
import type { Entry } from '#shared/meeting/lobby.ts'
import type { OptionsChange } from '#shared/meeting/options.ts'
import type { Media } from '../media/media.ts'
import type { OccurrenceRow, ParticipantRow, WaitRow } from '../storage/schema.ts'
import { Admission } from './admission.ts'
import { type Arrival, Arrivals } from './arrivals.ts'
import type { Ban } from './banned.ts'
import type { MeetingChat } from './chat.ts'
import type { MeetingEncryption } from './encryption.ts'
import { Forwarding } from './forwarding.ts'
import { LiveParticipant, type Presence } from './live-participant.ts'
import { Lobby } from './lobby.ts'
import type { MeetingRecord } from './meeting-records.ts'
import { Moderation } from './moderation.ts'
import type { NamedRole } from './named-people.ts'
import { newcomerFrom } from './newcomer-columns.ts'
import { Occurrence } from './occurrence.ts'
import { type Preparation, Preparations } from './preparations.ts'
import { ResumeSecret } from './resume-secret.ts'
import { type By, organises, type Ruled, Scene, type SceneOptions } from './scene.ts'
import { Sending } from './sending.ts'
import { type Newcomer, newcomerOf, type Visitor } from './standing.ts'
import { Views } from './views.ts'
import { Visit, type VisitOptions } from './visit.ts'

export interface JoinRequest extends Omit<VisitOptions, 'newcomer'> {
  visitor: Visitor
  resumeToken: string | undefined
}

export interface LiveMeetingOptions extends SceneOptions {
  media: Media
  openChat: (scene: Scene) => MeetingChat
  openEncryption: (scene: Scene) => MeetingEncryption
  /** Nobody is in it, nobody waits and nobody is before the mirror: it can be forgotten. */
  onIdle: () => void
}

/** What is kept of an occurrence that had not ended. */
export interface KeptOccurrence {
  readonly occurrence: OccurrenceRow
  readonly participants: readonly ParticipantRow[]
  readonly decisions: Parameters<typeof Occurrence.restore>[2]['decisions']
  readonly bans: readonly Ban[]
}

/** ms between two looks at who has been away too long and how well media arrives. */
const TICK = 1_000

/** A meeting that takes place, or is about to: who comes and goes. What they do in it is up to its parts. */
export class LiveMeeting {
  readonly scene: Scene
  readonly moderation: Moderation
  readonly admission: Admission
  readonly sending: Sending
  readonly chat: MeetingChat
  readonly encryption: MeetingEncryption
  readonly #options: LiveMeetingOptions
  readonly #lobby: Lobby
  readonly #views: Views
  readonly #arrivals: Arrivals
  readonly #preparations: Preparations
  readonly #forwarding: Forwarding
  #holds = 0
  #timer: NodeJS.Timeout | undefined
  #closed = false

  constructor(options: LiveMeetingOptions) {
    const { record, stores, limits, now, store } = options
    const scene = new Scene(options)
    const { roster } = scene
    this.#options = options
    this.scene = scene
    this.#forwarding = new Forwarding({
      participants: () => roster.all(),
      announce: (event) => roster.announce(event),
      seesPictures: ({ visit }) => visit.watermark || scene.values.watermark === 'off',
      now,
    })
    this.#preparations = new Preparations(options.media, (room) => this.#forwarding.listenTo(room))
    this.sending = new Sending(scene, this.#forwarding)
    const onChanged = (): void => this.#views.waitingChanged()
    this.#lobby = new Lobby({ meetingId: record.id, records: stores.waits, limits, now, store, onChanged })
    this.#views = new Views(scene, this.#lobby)
    this.chat = options.openChat(scene)
    this.encryption = options.openEncryption(scene)
    const { chat, encryption } = this
    this.#arrivals = new Arrivals({ scene, forwarding: this.#forwarding, views: this.#views, chat, encryption })
    this.admission = new Admission({ scene, lobby: this.#lobby, takeIn: (visits) => this.#takeIn(visits) })
    this.moderation = new Moderation({
      scene,
      sending: this.sending,
      expel: (person, to) => this.#expel(person, to),
      onOptions: () => this.#forwarding.withholdPictures(),
      onDoor: () => {
        this.#views.rightsChanged()
        this.admission.reconsider()
      },
      onRights: () => {
        this.#views.rightsChanged()
        this.chat.rightsChanged()
      },
      onRemoved: () => this.#views.removedChanged(),
    })
  }

  /** The meeting as it was when the service was stopped or killed: everybody is expected back. */
  static restore(options: LiveMeetingOptions, kept: KeptOccurrence | undefined, waits: readonly WaitRow[]): LiveMeeting {
    const meeting = new LiveMeeting(options)
    const { scene } = meeting
    if (kept !== undefined) {
      const { stores, store, limits, now } = options
      const { occurrence, participants } = kept
      scene.occurrence = Occurrence.restore({ stores, store, denial: limits.denial }, occurrence, kept)
      for (const row of participants) {
        const resume = new ResumeSecret(row.resume_hash, row.presented_resume_hash ?? undefined)
        const newcomer = newcomerFrom(row)
        const participant = new LiveParticipant(row.id, newcomer, scene.roleOf(newcomer), row.joined_at, resume)
        const decision = scene.occurrence.decisionOn(row.person_id)
        participant.mayUnmute = decision.may_unmute === 1
        participant.mayShowCamera = decision.may_show_camera === 1
        participant.handRaisedAt = row.hand_raised_at ?? undefined
        participant.expectedUntil = now() + limits.resumeWindow
        scene.roster.add(participant)
      }
    }
    meeting.#lobby.restore(waits)
    meeting.#startTimer()
    return meeting
  }

  get record(): MeetingRecord {
    return this.scene.record
  }

  /** How many people are in it, those who are expected back included. */
  get present(): number {
    return this.scene.roster.size
  }

  newcomer(visitor: Visitor): Newcomer {
    return newcomerOf(visitor, this.scene.host, this.#options.isRecorded(visitor))
  }

  /**
   * How somebody would come in now; whoever is in, is. Throws REMOVED, KNOCK_LATER, GUESTS_REFUSED, EXTERNALS_REFUSED or, by what
   * is known of the `client`, what keeps it out of an encrypted meeting.
   */
  entryOf(visitor: Visitor, client?: Platform): Entry {
    const newcomer = this.newcomer(visitor)
    const isIn = this.scene.roster.of(visitor.person.id).length > 0
    this.#judge(newcomer, isIn)
    this.scene.requireFit(newcomer, client)
    if (isIn) return 'direct'
    this.scene.requireWelcome(newcomer)
    return this.scene.entryOf(newcomer)
  }

  /** Keeps the meeting from being forgotten until the returned function is called. */
  hold(): () => void {
    this.#holds += 1
    let held = true
    return () => {
      if (!held) return
      held = false
      this.#holds -= 1
      this.#settle()
    }
  }

  /** Makes the transports of somebody before the mirror. Throws MEDIA_UNREACHABLE, or MEETING_ENDED. */
  prepare(onMediaLost: () => void): Promise<Preparation> {
    return this.#preparations.open(onMediaLost)
  }

  /** Closes somebody's transports. */
  release(preparation: Preparation): void {
    this.#preparations.release(preparation)
    this.#settle()
  }

  /**
   * Comes into the meeting, or into its lobby. Throws MEETING_LOCKED, LOBBY_FULL, RESUME_EXPIRED, MEETING_FULL, MEETING_ENDED and
   * what `entryOf` does.
   */
  async join({ visitor, resumeToken, ...options }: JoinRequest): Promise<Visit> {
    if (this.#closed) throw new ParleyError('MEETING_ENDED')
    const newcomer = this.newcomer(visitor)
    const returning = resumeToken === undefined ? undefined : this.#returning(newcomer, resumeToken)
    this.#judge(newcomer, returning !== undefined)
    const { client } = options
    this.scene.requireFit(newcomer, client)
    this.encryption.requireOffer(options.encryption)
    const visit = new Visit({ newcomer, ...options })
    if (returning !== undefined && resumeToken !== undefined) {
      if (returning.presence !== undefined) this.#detach(returning.presence, 'replaced')
      await this.#welcome(this.#arrivals.comeBack(returning, visit, resumeToken))
      return visit
    }
    this.scene.requireWelcome(newcomer)
    const place = this.#lobby.of(newcomer)
    if (resumeToken !== undefined && place === undefined) throw new ParleyError('RESUME_EXPIRED')
    const entry = this.scene.entryOf(newcomer)
    if (entry === 'locked' && place === undefined) throw new ParleyError('MEETING_LOCKED')
    if (entry !== 'direct') {
      this.#lobby.knock(visit)
      this.#startTimer()
      return visit
    }
    this.#giveUpFormerPlaces(newcomer)
    this.scene.requireFit(newcomer, client, this.present + 1)
    if (this.present >= this.scene.maximumSize) throw new ParleyError('MEETING_FULL')
    if (place !== undefined) this.#lobby.remove([place], 'replaced')
    await this.#welcome(this.#arrivals.come(visit))
    return visit
  }

  /** A client has shown that the reply to its join arrived. */
  confirm({ presence }: Visit): void {
    if (presence === undefined) return
    const { id, resume } = presence.participant
    const { store, stores } = this.#options
    if (resume.confirm()) store(stores.occurrences.setResume(id, resume.hashes))
  }

  /** The connection of a visit is lost. Its place is kept for a while, but nobody hears or sees anything of it. */
  lose(visit: Visit): void {
    this.#lobby.lose(visit)
    const { presence } = visit
    if (presence === undefined) return
    // Whose client was never told that they are in could not take their place up again.
    if (!presence.returned && !presence.sink.isOpen) {
      this.#remove(presence.participant, 'left')
      return
    }
    this.#detach(presence, undefined)
    this.scene.roster.announceUpdate(presence.participant)
  }

  /** The connection was lost before the reply to a join could be sent: whoever came anew was never there. */
  abandon(visit: Visit): void {
    const { presence } = visit
    if (presence === undefined || presence.returned) this.lose(visit)
    else this.#remove(presence.participant, 'left')
  }

  /** Ends a visit; `reason` is told to its client. */
  leave(visit: Visit, reason: EndReason): void {
    const { wait, presence } = visit
    if (wait !== undefined) this.#lobby.remove([wait])
    if (presence !== undefined) this.#remove(presence.participant, 'left')
    visit.sink.end(reason)
    this.#settle()
  }

  resumeConsumers(presence: Presence, consumerIds: readonly string[]): void {
    this.scene.require(presence)
    presence.reception.resume(consumerIds)
  }

  async setVisible(presence: Presence, videos: readonly VisibleVideo[]): Promise<void> {
    this.scene.require(presence)
    await this.#forwarding.show(presence, videos)
  }

  setHand(presence: Presence, raised: boolean): void {
    this.scene.require(presence, raised ? 'raiseHand' : undefined)
    this.scene.requireClear()
    const { participant } = presence
    if ((participant.handRaisedAt !== undefined) === raised) return
    const { store, stores, now } = this.#options
    participant.handRaisedAt = raised ? now() : undefined
    store(stores.occurrences.setHand(participant.id, participant.handRaisedAt))
    this.scene.roster.announceUpdate(participant)
  }

  react(presence: Presence, reaction: Reaction): void {
    this.scene.require(presence, 'react')
    this.scene.requireClear()
    this.scene.roster.announce({ type: 'reaction', participantId: presence.participant.id, reaction })
  }

  /** Who did what in this occurrence. Throws FORBIDDEN. */
  async readLog(presence: Presence): Promise<LogEntry[]> {
    this.scene.require(presence, 'readLog')
    const occurrence = this.scene.open()
    await occurrence.stored
    const { moderation, labels } = this.#options.stores
    const entries = [...(await moderation.readLog(occurrence.id)), ...(await labels.of(this.record.id))]
    return entries.toSorted((one, other) => one.at - other.at)
  }

  /** Options were changed, or people named, from outside the meeting; it is on record already. */
  applyOptions(by: By, change: OptionsChange): void {
    this.moderation.changeOptions(by, change, { stored: true })
    this.#settle()
  }

  /** The organisation's rules have changed; organisers are told what that changed here. */
  applyRules(by: By, ruled: Ruled): void {
    const { roster, label: before } = this.scene
    const changed = this.moderation.applyRules(by, ruled)
    const { label } = this.scene
    // It may be called otherwise now, or be there no more.
    if (before?.id !== label?.id || before?.name !== label?.name) roster.announce({ type: 'labelChanged', label })
    // It does not become encrypted: it ends, and this is why.
    const options = this.scene.mustEnd ? [...changed, 'encryption' as const] : changed
    if (options.length > 0) roster.announce({ type: 'ruled', options }, organises)
    this.endUnencrypted()
    this.#settle()
  }

  /** An organiser gave the meeting another label; it is on record already. */
  applyLabel(by: By, ruled: Ruled, entry: LogEntry): void {
    const { roster, occurrence } = this.scene
    roster.announce({ type: 'labelChanged', label: ruled.rulings.label })
    if (occurrence !== undefined) roster.announce({ type: 'logged', entry }, organises)
    this.moderation.applyRules(by, ruled)
    this.endUnencrypted()
    this.#settle()
  }

  applyNamed(by: By, named: ReadonlyMap<string, NamedRole>): void {
    this.moderation.setNamed(by, named)
    this.#settle()
  }

  /** Ends the occurrence for everybody. Throws FORBIDDEN for whoever may not. */
  endFor(presence: Presence): void {
    this.scene.require(presence, 'endMeeting')
    const { person } = presence.participant
    this.scene.log({ personId: person.id, name: person.name }, 'endMeeting')
    this.end('meetingEnded')
  }

  /**
   * Ends the occurrence for everybody, those who wait for it included. Where the service stops it stays on record with all that was
   * decided in it, and everybody is expected back.
   */
  end(reason: EndReason): void {
    const { roster } = this.scene
    const present = [...roster.all()]
    roster.clear()
    this.encryption.end()
    for (const participant of present) {
      const { presence } = participant
      if (presence !== undefined) this.#detach(presence, reason)
    }
    if (reason === 'serviceStopping') {
      this.scene.occurrence = undefined
      this.#lobby.suspend(reason)
    } else {
      this.#lobby.remove(this.#lobby.all(), reason)
    }
    this.#settle()
  }

  /** Nobody stays in the clear where there must be encryption. */
  endUnencrypted(): void {
    if (!this.scene.mustEnd) return
    const { occurrence, record } = this.scene
    const { recordAct } = this.#options
    occurrence?.write(
      async () => undefined,
      (_stores, transaction) => recordAct(transaction, { meeting: record, by: undefined, did: 'endMeeting', people: [] }),
    )
    this.end('meetingEnded')
  }

  /** Ends everything, the media room included; nobody comes in any more. */
  close(reason: EndReason): void {
    this.#closed = true
    this.end(reason)
    this.#preparations.close()
  }

  /** Throws REMOVED or KNOCK_LATER. Whoever is in does not knock: that another window of theirs was denied costs them nothing. */
  #judge(newcomer: Newcomer, isIn: boolean): void {
    const verdict = this.scene.occurrence?.bans.judge(newcomer, this.#options.now())
    if (verdict === 'REMOVED' || (verdict === 'KNOCK_LATER' && !isIn)) throw new ParleyError(verdict)
  }

  /** A client that begins anew, as after a reload, won't come back for a place that it lost: nobody is there twice because of it. */
  #giveUpFormerPlaces({ person, clientKey }: Newcomer): void {
    for (const former of this.scene.roster.of(person.id)) {
      if (former.presence === undefined && former.newcomer.clientKey === clientKey) this.#remove(former, 'left')
    }
  }

  #returning({ person }: Newcomer, resumeToken: string): LiveParticipant | undefined {
    return this.scene.roster.of(person.id).find(({ resume }) => resume.opensWith(resumeToken))
  }

  /** Those who were let in from the lobby: nobody waits for the reply to a request. */
  #takeIn(visits: readonly Visit[]): void {
    const arrivals = visits.map((visit) => this.#arrivals.come(visit))
    this.#startTimer()
    const onFailed = (presence: Presence, error: unknown): void => {
      if (presence.participant.presence !== presence) return
      this.#options.log.warn({ err: error }, 'somebody who was let in could not come in')
      this.#remove(presence.participant, 'left')
      presence.visit.sink.drop()
    }
    this.#arrivals
      .welcome(arrivals, onFailed)
      .catch((error: unknown) => this.#options.log.error({ err: error }, 'people were not let in'))
  }

  /** Throws what kept somebody from coming in. */
  async #welcome(arrival: Arrival): Promise<void> {
    this.#startTimer()
    const { visit } = arrival.presence
    let failure: unknown
    await this.#arrivals.welcome([arrival], (_presence, error) => {
      failure = error
    })
    // Whoever was sent back to the lobby meanwhile is there.
    if (failure === undefined || visit.wait !== undefined) return
    this.abandon(visit)
    this.#judge(visit.newcomer, true)
    throw failure
  }

  /** Takes all that a person is in the meeting as out of it; their media is gone for everybody when this returns. */
  #expel(person: readonly LiveParticipant[], to: 'outside' | 'lobby'): void {
    const { roster } = this.scene
    for (const participant of person) {
      const { presence, newcomer } = participant
      this.#forwarding.withdraw(participant)
      if (presence !== undefined) this.#cut(presence)
      this.#forget(participant, to === 'outside' ? 'removed' : 'left')
      if (to === 'lobby') {
        presence?.reception.stop()
        this.#lobby.put(newcomer, presence?.visit)
      } else if (presence !== undefined) {
        presence.reception.close()
        presence.endpoint.close()
        presence.visit.sink.end('removed')
      }
    }
    const [first] = person
    if (to === 'outside' && first !== undefined) {
      const waits = this.#lobby.all().filter(({ newcomer }) => newcomer.person.id === first.person.id)
      this.#lobby.remove(waits, 'removed')
    }
    if (roster.size === 0) this.#settle()
  }

  /** Takes a participant's connection away; `reason` is told to the client, where there is one to tell. */
  #detach(presence: Presence, reason: EndReason | undefined): void {
    const { participant, reception, endpoint, visit } = presence
    if (participant.presence !== presence) return
    this.#cut(presence)
    this.#forwarding.closeAll(participant)
    reception.close()
    endpoint.close()
    if (reason !== undefined) visit.sink.end(reason)
  }

  /** From here on, `presence` is none. */
  #cut({ participant, visit, sink }: Presence): void {
    const { now, limits } = this.#options
    participant.presence = undefined
    visit.presence = undefined
    participant.expectedUntil = now() + limits.resumeWindow
    participant.quality.reset()
    sink.shut()
    this.encryption.lost(participant.id)
  }

  #remove(participant: LiveParticipant, reason: 'left' | 'timedOut'): void {
    if (!this.scene.roster.has(participant)) return
    if (participant.presence !== undefined) this.#detach(participant.presence, undefined)
    this.#forget(participant, reason)
    this.#settle()
  }

  #forget(participant: LiveParticipant, reason: 'left' | 'timedOut' | 'removed'): void {
    const { store, stores } = this.#options
    this.scene.roster.delete(participant)
    this.encryption.left(participant.id)
    store(stores.occurrences.leave(participant.id, reason))
    this.scene.roster.announce({ type: 'participantLeft', participantId: participant.id, reason })
    this.moderation.forget(participant)
  }

  #startTimer(): void {
    this.#timer ??= setInterval(() => this.#tick(), TICK)
  }

  #tick(): void {
    const now = this.#options.now()
    for (const participant of this.scene.roster.all()) {
      if (participant.expectedUntil !== undefined && participant.expectedUntil <= now) this.#remove(participant, 'timedOut')
      else if (participant.quality.update(now)) this.scene.roster.announceUpdate(participant)
    }
    this.#lobby.tick(now)
    this.#settle()
  }

  /** Ends the occurrence when its last participant has gone, and the whole when nobody waits or is before the mirror either. */
  #settle(): void {
    const { scene } = this
    if (scene.roster.size > 0) return
    if (scene.occurrence !== undefined) {
      const { id, stored } = scene.occurrence
      const { store, stores } = this.#options
      scene.occurrence = undefined
      this.encryption.end()
      store(stored.then(() => stores.occurrences.end(id)))
    }
    if (this.#lobby.size > 0) return
    clearInterval(this.#timer)
    this.#timer = undefined
    if (this.#preparations.size > 0 || this.#holds > 0) return
    this.#lobby.stop()
    this.#preparations.closeRoom()
    this.#options.onIdle()
  }
}
