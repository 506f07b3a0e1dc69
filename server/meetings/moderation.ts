import { isDeepStrictEqual } from 'node:util'
import type { Moderated } from '#shared/contract/moderation.ts'
import { ParleyError } from '#shared/errors.ts'
import { type EffectiveOptions, valuesOf } from '#shared/meeting/effective-options.ts'
import { OPTION_NAMES, type OptionName, type OptionsChange } from '#shared/meeting/options.ts'
import type { Action, OwnAction, TargetedAction } from '#shared/meeting/permissions.ts'
import type { Role } from '#shared/meeting/roles.ts'
import { SlidingLimit } from '../sliding-limit.ts'
import type { LiveParticipant, Presence } from './live-participant.ts'
import type { NamedRole } from './named-people.ts'
import { type By, byOf, type Ruled, type Scene } from './scene.ts'
import type { Sending } from './sending.ts'
import { storeOptions } from './store-options.ts'

export interface ModerationOptions {
  scene: Scene
  sending: Sending
  /** Takes all that a person is in the meeting as out of it at once. */
  expel: (person: readonly LiveParticipant[], to: 'outside' | 'lobby') => void
  /** What holds for everybody has changed. */
  onOptions: () => void
  /** Who may come in has changed. */
  onDoor: () => void
  /** Who may see the lobby or who was removed has changed. */
  onRights: () => void
  /** Who was removed has changed. */
  onRemoved: () => void
}

/** What held before a change. */
interface HeldBefore {
  readonly effective: EffectiveOptions
  readonly held: readonly { participant: LiveParticipant; microphone: boolean; camera: boolean }[]
}

/** What making somebody this is called in the table of permissions. */
const ACTION_OF_ROLE: Record<Role, TargetedAction> = {
  organiser: 'makeOrganiser',
  coOrganiser: 'makeCoOrganiser',
  presenter: 'makePresenter',
  attendee: 'makeAttendee',
}

/** What one person does to others and to the meeting, in so many ms: nobody is nagged, and the log stays readable. */
const ACTING = { count: 100, window: 10_000 }

/** What is done to others and to the whole meeting: each thing asked of the table first, told to whom it was done, and logged. */
export class Moderation {
  readonly #scene: Scene
  readonly #sending: Sending
  readonly #options: ModerationOptions
  readonly #acting: SlidingLimit

  constructor(options: ModerationOptions) {
    this.#scene = options.scene
    this.#sending = options.sending
    this.#options = options
    this.#acting = new SlidingLimit(ACTING.count, ACTING.window, options.scene.options.now)
  }

  mute(presence: Presence, participantId: string): void {
    const target = this.#target(presence, 'mute', participantId)
    this.#stop(byOf(presence.participant), target, ['microphone'], 'muted')
    this.#log(presence, 'mute', target)
  }

  muteAll(presence: Presence, holdBack: boolean): void {
    this.#require(presence, 'muteAll')
    if (holdBack) {
      this.#scene.require(presence, 'changeOptions')
      this.#scene.requireChoice({ microphones: 'heldBack' })
    }
    const by = byOf(presence.participant)
    for (const target of this.#scene.roster.all()) {
      if (this.#scene.may(presence.participant, 'mute', target)) this.#stop(by, target, ['microphone'], 'muted')
    }
    this.#log(presence, 'muteAll')
    if (holdBack) this.changeOptions(by, { microphones: 'heldBack' })
  }

  stopCamera(presence: Presence, participantId: string): void {
    const target = this.#target(presence, 'stopCamera', participantId)
    this.#stop(byOf(presence.participant), target, ['camera'], 'cameraStopped')
    this.#log(presence, 'stopCamera', target)
  }

  stopShare(presence: Presence, participantId: string): void {
    const target = this.#target(presence, 'stopShare', participantId)
    this.#stop(byOf(presence.participant), target, ['screen', 'screenAudio'], 'shareStopped')
    this.#log(presence, 'stopShare', target)
  }

  lowerHand(presence: Presence, participantId: string): void {
    const target = this.#target(presence, 'lowerHand', participantId)
    this.#lower(byOf(presence.participant), target)
    this.#log(presence, 'lowerHand', target)
  }

  lowerAllHands(presence: Presence): void {
    this.#require(presence, 'lowerAllHands')
    for (const target of this.#scene.roster.all()) {
      const own = target === presence.participant
      if (own || this.#scene.may(presence.participant, 'lowerHand', target)) this.#lower(byOf(presence.participant), target)
    }
    this.#log(presence, 'lowerAllHands')
  }

  request(presence: Presence, participantId: string, source: 'microphone' | 'camera'): void {
    const action = source === 'microphone' ? 'requestMicrophone' : 'requestCamera'
    const target = this.#target(presence, action, participantId)
    this.#tell(byOf(presence.participant), target, source === 'microphone' ? 'microphoneRequested' : 'cameraRequested')
    this.#log(presence, action, target)
  }

  setAllowed(presence: Presence, participantId: string, source: 'microphone' | 'camera', allowed: boolean): void {
    const microphone = source === 'microphone'
    const target = this.#target(presence, microphone ? 'allowMicrophone' : 'allowCamera', participantId)
    const flag = allowed ? 1 : 0
    this.#scene.open().decide([target.person.id], microphone ? { may_unmute: flag } : { may_show_camera: flag })
    for (const each of this.#scene.roster.of(target.person.id)) {
      each[microphone ? 'mayUnmute' : 'mayShowCamera'] = allowed
      this.#sending.holdToPermissions(each)
      this.#scene.roster.announceUpdate(each)
      if (microphone) this.#tell(byOf(presence.participant), each, allowed ? 'microphoneAllowed' : 'microphoneHeldBack')
      else this.#tell(byOf(presence.participant), each, allowed ? 'cameraAllowed' : 'cameraHeldBack')
    }
    if (allowed) this.#log(presence, microphone ? 'allowMicrophone' : 'allowCamera', target)
    else this.#log(presence, microphone ? 'holdBackMicrophones' : 'holdBackCameras', target)
  }

  spotlight(presence: Presence, participantId: string | undefined): void {
    const { roster, occurrence } = this.#scene
    const current = occurrence?.spotlight === undefined ? undefined : roster.get(occurrence.spotlight)
    // Somebody of a higher role is neither put there nor taken away; oneself one may take away.
    const target = participantId === undefined ? current : this.#scene.participant(participantId)
    if (participantId !== undefined || (current !== undefined && current !== presence.participant)) {
      this.#require(presence, 'spotlight', target)
    } else {
      this.#scene.require(presence)
      if (current === undefined) return
    }
    this.#shine(participantId)
    this.#log(presence, 'spotlight', participantId === undefined ? undefined : target)
  }

  setRole(presence: Presence, participantId: string, role: Role): void {
    const target = this.#target(presence, ACTION_OF_ROLE[role], participantId)
    const actor = presence.participant
    const occurrence = this.#scene.open()
    occurrence.decide([target.person.id], { role })
    if (role === 'organiser') occurrence.decide([actor.person.id], { role: 'coOrganiser' })
    this.#log(presence, ACTION_OF_ROLE[role], target)
    this.#settleRoles(byOf(actor))
  }

  sendToLobby(presence: Presence, participantId: string): void {
    const target = this.#target(presence, 'sendToLobby', participantId)
    const occurrence = this.#scene.open()
    occurrence.noteExpelled(target.newcomer)
    occurrence.decide([target.person.id], { admission: 'sentBack' })
    this.#log(presence, 'sendToLobby', target)
    this.#options.expel(this.#scene.roster.of(target.person.id), 'lobby')
  }

  remove(presence: Presence, participantId: string): void {
    const target = this.#target(presence, 'remove', participantId)
    const occurrence = this.#scene.open()
    const all = this.#scene.roster.of(target.person.id)
    occurrence.noteExpelled(target.newcomer)
    occurrence.decide([target.person.id], { admission: null })
    occurrence.ban(
      all.map(({ newcomer }) => newcomer),
      'removed',
      this.#scene.options.now(),
    )
    this.#log(presence, 'remove', target)
    this.#options.expel(all, 'outside')
    this.#options.onRemoved()
  }

  /** Throws NOT_FOUND. */
  readmit(presence: Presence, personId: string): void {
    this.#require(presence, 'readmit')
    const occurrence = this.#scene.open()
    const name = occurrence.bans.removed.find((each) => each.personId === personId)?.name
    if (name === undefined || !occurrence.readmit(personId)) throw new ParleyError('NOT_FOUND', 'personId')
    this.#scene.log(byOf(presence.participant), 'readmit', { targets: [{ id: personId, kind: 'guest', name }] })
    this.#options.onRemoved()
  }

  setLocked(presence: Presence, locked: boolean): void {
    this.#require(presence, 'lockMeeting')
    const occurrence = this.#scene.open()
    if (occurrence.locked === locked) return
    occurrence.locked = locked
    this.#scene.roster.announce({ type: 'lockedChanged', locked })
    this.#log(presence, locked ? 'lockMeeting' : 'unlockMeeting')
    this.#options.onDoor()
  }

  /** Throws FORBIDDEN or OPTION_LOCKED. */
  setOptions(presence: Presence, change: OptionsChange): void {
    this.#require(presence, 'changeOptions')
    this.#scene.requireChoice(change)
    this.changeOptions(byOf(presence.participant), change)
  }

  /** A change that was judged already; `stored` where it was kept too. */
  changeOptions(by: By, change: OptionsChange, { stored = false }: { stored?: boolean } = {}): void {
    const { options } = this.#scene
    const before = this.#state
    this.#scene.choose(change)
    if (!stored) options.store(storeOptions(options, { by, was: valuesOf(before.effective), change }))
    this.#hold(by, before)
  }

  /** The organisation's rules have changed, or the meeting has another label. Gives the options that are others now. */
  applyRules(by: By, ruled: Ruled): OptionName[] {
    const before = this.#state
    this.#scene.rule(ruled)
    if (isDeepStrictEqual(before.effective, this.#scene.effective)) {
      this.#options.onDoor()
      return []
    }
    this.#hold(by, before)
    return OPTION_NAMES.filter((name) => before.effective[name].value !== this.#scene.values[name])
  }

  get #state(): HeldBefore {
    const { roster, effective } = this.#scene
    return { effective, held: [...roster.all()].map((participant) => ({ participant, ...this.#heldBack(participant) })) }
  }

  /** What is to hold after a change holds at once. */
  #hold(by: By, before: HeldBefore): void {
    const { roster } = this.#scene
    for (const name of OPTION_NAMES) {
      const value = this.#scene.values[name]
      if (value !== before.effective[name].value) this.#scene.log(by, 'changeOptions', { detail: `${name}: ${value}` })
    }
    this.#options.onOptions()
    roster.announce({ type: 'optionsChanged', options: this.#scene.effective })
    this.#settleRoles(by)
    for (const { participant, microphone, camera } of before.held) {
      const now = this.#heldBack(participant)
      if (this.#sending.holdToPermissions(participant)) roster.announceUpdate(participant)
      if (microphone !== now.microphone) this.#tell(by, participant, now.microphone ? 'microphoneHeldBack' : 'microphoneAllowed')
      if (camera !== now.camera) this.#tell(by, participant, now.camera ? 'cameraHeldBack' : 'cameraAllowed')
    }
    this.#options.onDoor()
  }

  /** Others were named for the meeting. */
  setNamed(by: By, named: ReadonlyMap<string, NamedRole>): void {
    this.#scene.named = named
    this.#settleRoles(by)
    this.#options.onDoor()
  }

  /** Somebody leaves: nobody looks at an empty place. */
  forget(participant: LiveParticipant): void {
    if (this.#scene.occurrence?.spotlight === participant.id) this.#shine(undefined)
  }

  #target(presence: Presence, action: TargetedAction, participantId: string): LiveParticipant {
    this.#scene.require(presence)
    const target = this.#scene.roster.get(participantId)
    // Whoever could do it to nobody is told so, and not who is there.
    if (target === undefined && this.#scene.denial(presence.participant, action) !== 'role') {
      throw new ParleyError('NOT_FOUND', 'participantId')
    }
    this.#require(presence, action, target)
    return this.#scene.participant(participantId)
  }

  /** Throws WRONG_STATE, FORBIDDEN or TOO_MANY_REQUESTS. */
  #require(presence: Presence, action: Action, target?: LiveParticipant): void {
    this.#scene.require(presence, action, target)
    if (!this.#acting.take(presence.participant.person.id)) throw new ParleyError('TOO_MANY_REQUESTS')
  }

  #heldBack(participant: LiveParticipant): { microphone: boolean; camera: boolean } {
    const isHeld = (action: OwnAction): boolean => {
      const denial = this.#scene.denial(participant, action)
      // Whoever has not agreed to being recorded is asked, and held back by nobody.
      return denial !== undefined && denial !== 'consent'
    }
    return { microphone: isHeld('speak'), camera: isHeld('showCamera') }
  }

  /** Everybody has the role that they have now, and sends nothing beyond it. */
  #settleRoles(by: By): void {
    const { roster } = this.#scene
    let changed = false
    for (const participant of roster.all()) {
      const role = this.#scene.roleOf(participant.newcomer)
      if (role === participant.role) continue
      changed = true
      participant.role = role
      this.#sending.holdToPermissions(participant)
      roster.announceUpdate(participant)
      this.#tell(by, participant, 'roleChanged', role)
    }
    if (changed) this.#options.onRights()
  }

  #stop(by: By, target: LiveParticipant, sources: Parameters<Sending['stop']>[1], what: Moderated): void {
    if (!this.#sending.stop(target, sources)) return
    this.#scene.roster.announceUpdate(target)
    this.#tell(by, target, what)
  }

  #lower(by: By, target: LiveParticipant): void {
    if (target.handRaisedAt === undefined) return
    const { store, stores } = this.#scene.options
    target.handRaisedAt = undefined
    store(stores.occurrences.setHand(target.id, undefined))
    this.#scene.roster.announceUpdate(target)
    if (by.personId !== target.person.id) this.#tell(by, target, 'handLowered')
  }

  #shine(participantId: string | undefined): void {
    const occurrence = this.#scene.open()
    if (occurrence.spotlight === participantId) return
    occurrence.spotlight = participantId
    this.#scene.roster.announce({ type: 'spotlightChanged', participantId: participantId ?? null })
  }

  /** Nobody is told what they did themselves. */
  #tell(by: By, target: LiveParticipant, what: Moderated, role?: Role): void {
    if (target.person.id === by.personId) return
    target.presence?.sink.send({ type: 'moderated', what, by: by.name, ...(role === undefined ? {} : { role }) })
  }

  #log(presence: Presence, action: Parameters<Scene['log']>[1], target?: LiveParticipant): void {
    this.#scene.log(byOf(presence.participant), action, target === undefined ? {} : { targets: [target.person] })
  }
}
