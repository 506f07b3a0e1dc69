/**
 * Who may do what in a meeting: one table and one function, asked by the service for every request and by the screen for every
 * control.
 */
import type { MeetingOptions } from './options.ts'
import { isOrganising, type Role, rankOf } from './roles.ts'

/** What one does oneself. */
export const OWN_ACTIONS = ['speak', 'showCamera', 'shareScreen', 'raiseHand', 'react', 'writeMessage', 'reportMessage'] as const
/** What one does to the meeting. */
export const MEETING_ACTIONS = [
  'admit',
  'muteAll',
  'lowerAllHands',
  'changeOptions',
  'lockMeeting',
  'reviewMessages',
  'readLog',
  'inviteGuests',
  'readmit',
  /** Starts a recording, pauses it, lets it go on, stops it. */
  'record',
  'endMeeting',
] as const
/** What one does to somebody in the meeting. */
export const TARGETED_ACTIONS = [
  'mute',
  'stopCamera',
  'stopShare',
  'lowerHand',
  'requestMicrophone',
  'requestCamera',
  'allowMicrophone',
  'allowCamera',
  'spotlight',
  'makePresenter',
  'makeAttendee',
  'makeCoOrganiser',
  'makeOrganiser',
  'sendToLobby',
  'remove',
  'deleteMessage',
] as const
export const ACTIONS = [...OWN_ACTIONS, ...MEETING_ACTIONS, ...TARGETED_ACTIONS] as const
export type OwnAction = (typeof OWN_ACTIONS)[number]
export type MeetingAction = (typeof MEETING_ACTIONS)[number]
export type TargetedAction = (typeof TARGETED_ACTIONS)[number]
export type Action = (typeof ACTIONS)[number]

export interface Actor {
  id: string
  role: Role
  /** Excepted from `microphones: heldBack` or `cameras: heldBack`. */
  mayUnmute?: boolean
  mayShowCamera?: boolean
  /** Where they stand with what is recorded. */
  recorded?: { consent?: 'asked' | 'agreed' | 'refused' | undefined } | undefined
}

/** Why not. The words are in the catalogue under `denial`. */
export type Denial = 'role' | 'target' | 'option' | 'consent'

const ALL: readonly Role[] = ['organiser', 'coOrganiser', 'presenter', 'attendee']
const PRESENTING: readonly Role[] = ['organiser', 'coOrganiser', 'presenter']
const ORGANISING: readonly Role[] = ['organiser', 'coOrganiser']

const ROLES_OF: Record<Action, readonly Role[]> = {
  speak: ALL,
  showCamera: ALL,
  shareScreen: PRESENTING,
  raiseHand: ALL,
  react: ALL,
  writeMessage: ALL,
  reportMessage: ALL,
  admit: PRESENTING,
  muteAll: PRESENTING,
  lowerAllHands: PRESENTING,
  changeOptions: ORGANISING,
  lockMeeting: ORGANISING,
  reviewMessages: ORGANISING,
  readLog: ORGANISING,
  inviteGuests: ORGANISING,
  readmit: ORGANISING,
  record: PRESENTING,
  endMeeting: ORGANISING,
  mute: PRESENTING,
  stopCamera: PRESENTING,
  stopShare: PRESENTING,
  lowerHand: PRESENTING,
  requestMicrophone: PRESENTING,
  requestCamera: PRESENTING,
  allowMicrophone: ORGANISING,
  allowCamera: ORGANISING,
  spotlight: PRESENTING,
  makePresenter: ORGANISING,
  makeAttendee: ORGANISING,
  makeCoOrganiser: ['organiser'],
  makeOrganiser: ['organiser'],
  sendToLobby: ORGANISING,
  remove: ORGANISING,
  deleteMessage: ORGANISING,
}

/** What takes something from somebody wants a lower role of theirs; the rest only that it is not higher. */
const NEEDS_LOWER: ReadonlySet<Action> = new Set<Action>([
  'makePresenter',
  'makeAttendee',
  'makeCoOrganiser',
  'makeOrganiser',
  'sendToLobby',
  'remove',
])

/** What the options of the meeting take from a role that could do it otherwise. */
const deniedByOptions = (actor: Actor, action: Action, options: MeetingOptions): boolean => {
  const attends = actor.role === 'attendee'
  switch (action) {
    case 'speak':
      return attends && options.microphones === 'heldBack' && actor.mayUnmute !== true
    case 'showCamera':
      return attends && options.cameras === 'heldBack' && actor.mayShowCamera !== true
    case 'react':
      return options.reactions === 'off' && !isOrganising(actor.role)
    case 'writeMessage':
      return options.chat === 'nobody' || (options.chat === 'presenters' && attends)
    case 'admit':
      return options.admitting === 'organisers' && !isOrganising(actor.role)
    case 'record':
      return options.recording === 'nobody' || (options.recording === 'organisers' && !isOrganising(actor.role))
    default:
      return false
  }
}

/** What is recorded, where somebody speaks, shows themselves or shares. */
const RECORDED: ReadonlySet<Action> = new Set<Action>(['speak', 'showCamera', 'shareScreen'])

/** Whoever was asked and has not agreed to being recorded sends nothing that would be. */
const isWithoutConsent = ({ recorded }: Actor, action: Action): boolean =>
  RECORDED.has(action) && (recorded?.consent === 'asked' || recorded?.consent === 'refused')

const isTargeted = (action: Action): action is TargetedAction => (TARGETED_ACTIONS as readonly Action[]).includes(action)

/** Undefined where `actor` may. `target` belongs to targeted actions, and they are denied without one. */
export const denialOf = (actor: Actor, action: Action, options: MeetingOptions, target?: Actor): Denial | undefined => {
  if (!ROLES_OF[action].includes(actor.role)) return 'role'
  if (isTargeted(action)) {
    if (target === undefined || target.id === actor.id) return 'target'
    const distance = rankOf(target.role) - rankOf(actor.role)
    if (distance < (NEEDS_LOWER.has(action) ? 1 : 0)) return 'target'
  }
  if (deniedByOptions(actor, action, options)) return 'option'
  return isWithoutConsent(actor, action) ? 'consent' : undefined
}
