import { setImmediate as nextTurn } from 'node:timers/promises'
import { ParleyError } from '#shared/errors.ts'
import { newId } from '../identity/secrets.ts'
import { Welcome } from './announcement.ts'
import type { MeetingChat } from './chat.ts'
import type { MeetingEncryption } from './encryption.ts'
import { EventGate } from './event-gate.ts'
import type { Forwarding } from './forwarding.ts'
import { LiveParticipant, type Presence } from './live-participant.ts'
import { Reception } from './reception.ts'
import type { MeetingRecordings } from './recording.ts'
import { ResumeSecret } from './resume-secret.ts'
import type { Scene } from './scene.ts'
import type { Views } from './views.ts'
import type { Visit } from './visit.ts'

/** Somebody who is in, and whose client is still to be told so. */
export interface Arrival {
  readonly presence: Presence
  /** Brings them back after a lost connection. */
  readonly resumeToken: string
}

export interface ArrivalsOptions {
  scene: Scene
  forwarding: Forwarding
  views: Views
  chat: MeetingChat
  encryption: MeetingEncryption
  recordings: MeetingRecordings
}

/** How many are welcomed at a time, when many are let in at once. Before each of them, others have their turn. */
const LANES = 3

/** How people come into a meeting: at once on the service's side, so that nobody comes twice or too late; then their client hears of it. */
export class Arrivals {
  readonly #options: ArrivalsOptions

  constructor(options: ArrivalsOptions) {
    this.#options = options
  }

  /** Somebody new is in. */
  come(visit: Visit): Arrival {
    const { scene } = this.#options
    const { newcomer } = visit
    const { secret, token } = ResumeSecret.create()
    const participant = new LiveParticipant(newId(), newcomer, scene.roleOf(newcomer), scene.options.now(), secret)
    const decision = scene.open().decisionOn(newcomer.person.id)
    participant.mayUnmute = decision.may_unmute === 1
    participant.mayShowCamera = decision.may_show_camera === 1
    scene.roster.add(participant)
    return { presence: this.#attach(participant, visit, false), resumeToken: token }
  }

  /** Somebody is back who has no connection any more; `resumeToken` is the one they came with. */
  comeBack(participant: LiveParticipant, visit: Visit, resumeToken: string): Arrival {
    participant.newcomer = visit.newcomer
    const next = participant.resume.exchange(resumeToken)
    return { presence: this.#attach(participant, visit, true), resumeToken: next }
  }

  /**
   * Tells those who are in of these arrivals, and the arrivals of everything. Where one can't be welcomed, `onFailed` is told;
   * the others are in all the same.
   */
  async welcome(arrivals: readonly Arrival[], onFailed: (presence: Presence, error: unknown) => void): Promise<void> {
    const { scene } = this.#options
    const occurrence = scene.open()
    const welcome = new Welcome([...scene.roster.all()].map((each) => each.describe()))
    const state = scene.state
    const come = new Set(arrivals.map(({ presence }) => presence))
    const first = new Map(arrivals.map(({ presence }) => [presence, this.#options.views.first(presence)]))
    for (const { participant, returned } of come) {
      const type = returned ? 'participantUpdated' : 'participantJoined'
      scene.roster.announce({ type, participant: participant.describe() }, (_, presence) => !come.has(presence))
    }

    const storing = occurrence.stored.then(() => this.#store(occurrence.id, [...come]))
    storing.catch(() => undefined)
    const queue = arrivals.values()
    const lane = async (): Promise<void> => {
      for (const { presence, resumeToken } of queue) {
        if (arrivals.length > 1) await nextTurn()
        const { waiting = [], removed = [] } = first.get(presence) ?? {}
        const recording = this.#options.recordings.state
        const own = { ...state, waiting, removed, resumeToken, startedAt: occurrence.startedAt, recording }
        await this.#open(presence, storing, (consumers, chat) =>
          welcome.for({ type: 'joined', participantId: presence.participant.id, consumers, chat, ...own }),
        ).catch((error: unknown) => onFailed(presence, error))
      }
    }
    await Promise.all(Array.from({ length: Math.min(LANES, arrivals.length) }, lane))
  }

  #attach(participant: LiveParticipant, visit: Visit, returned: boolean): Presence {
    const { scene } = this.#options
    const { preparation, rtpCapabilities, pictures } = visit
    const { endpoint } = preparation
    const sink = new EventGate(visit.sink, scene.roster.announcer)
    const reception = new Reception({
      endpoint,
      rtpCapabilities,
      pictures,
      onRemoved: (consumerId) => sink.send({ type: 'consumerRemoved', consumerId }),
    })
    const since = scene.options.now()
    const presence: Presence = { participant, visit, endpoint, reception, sink, returned, since, starting: new Set() }
    participant.presence = presence
    participant.expectedUntil = undefined
    visit.presence = presence
    this.#options.encryption.came(presence)
    this.#options.recordings.came(presence, visit.noticesShown ?? [])
    return presence
  }

  async #open(
    presence: Presence,
    storing: Promise<void>,
    firstEvent: (
      consumers: Awaited<ReturnType<Forwarding['firstConsumers']>>,
      chat: Awaited<ReturnType<MeetingChat['joinedState']>>,
    ) => Parameters<EventGate['open']>[0],
  ): Promise<void> {
    const { scene, forwarding, chat } = this.#options
    const [consumers, written] = await Promise.all([forwarding.firstConsumers(presence), chat.joinedState(presence), storing])
    const { participant, sink } = presence
    if (!scene.roster.has(participant)) throw new ParleyError('MEETING_ENDED')
    if (participant.presence !== presence) throw new ParleyError('WRONG_STATE', 'no longer in the meeting')
    sink.open(firstEvent(consumers, written))
    const { activeSpeaker } = forwarding
    if (activeSpeaker !== undefined) sink.send({ type: 'activeSpeaker', participantId: activeSpeaker })
  }

  async #store(occurrenceId: string, presences: readonly Presence[]): Promise<void> {
    const { occurrences } = this.#options.scene.options.stores
    const added = presences.filter(({ returned }) => !returned).map(({ participant }) => participant)
    const back = presences.filter(({ returned }) => returned).map(({ participant }) => participant)
    await Promise.all([occurrences.addParticipants(occurrenceId, added), ...back.map((each) => occurrences.resume(each))])
  }
}
