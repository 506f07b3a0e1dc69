/**
 * Everything that can be done to one person in the meeting, once: the menus of tiles and of the people panel are made from here.
 * Whether something may be done is asked of the permission table.
 */
import type { Participant } from '#shared/contract/signalling.ts'
import type { TargetedAction } from '#shared/meeting/permissions.ts'
import type { CallState } from '../../call/call-state.ts'
import { mayIn } from '../../call/moderation/denial-in.ts'
import type { ActionContext } from './actions.ts'

export const PERSON_ACTION_IDS = [
  'mute',
  'requestMicrophone',
  'allowMicrophone',
  'holdBackMicrophone',
  'stopCamera',
  'requestCamera',
  'allowCamera',
  'holdBackCamera',
  'stopShare',
  'lowerHand',
  'spotlight',
  'endSpotlight',
  'makePresenter',
  'makeAttendee',
  'makeCoOrganiser',
  'makeOrganiser',
  'sendToLobby',
  'remove',
] as const
export type PersonActionId = (typeof PERSON_ACTION_IDS)[number]

/** Things that belong together stand together in menus. */
export type PersonActionGroup = 'media' | 'stage' | 'role' | 'out'

interface PersonAction {
  group: PersonActionGroup
  permission: TargetedAction
  /** Whether it makes sense for somebody who is like this now. */
  applies(person: Participant, call: CallState): boolean
  run(context: ActionContext, person: Participant): Promise<void> | void
}

const sends = (person: Participant, source: 'microphone' | 'camera' | 'screen'): boolean =>
  person.producers.some((producer) => producer.source === source && !producer.paused)

/** Held back by the options, and not excepted. */
const isHeldBack = (person: Participant, { options }: CallState, source: 'microphone' | 'camera'): boolean =>
  person.role === 'attendee' &&
  (source === 'microphone'
    ? options.microphones.value === 'heldBack' && !person.mayUnmute
    : options.cameras.value === 'heldBack' && !person.mayShowCamera)

const isExcepted = (person: Participant, { options }: CallState, source: 'microphone' | 'camera'): boolean =>
  person.role === 'attendee' &&
  (source === 'microphone'
    ? options.microphones.value === 'heldBack' && person.mayUnmute
    : options.cameras.value === 'heldBack' && person.mayShowCamera)

const ask = async ({ engine, view }: ActionContext, { id }: Participant, source: 'microphone' | 'camera'): Promise<void> => {
  await engine.moderation.request({ participantId: id, source })
  view.setState({ outcome: { kind: 'asked', at: Date.now() } })
}

const allow =
  (source: 'microphone' | 'camera', allowed: boolean): PersonAction['run'] =>
  ({ engine }, { id }) =>
    engine.moderation.setAllowed({ participantId: id, source, allowed })

const REGISTRY: Record<PersonActionId, PersonAction> = {
  mute: {
    group: 'media',
    permission: 'mute',
    applies: (person) => sends(person, 'microphone'),
    run: ({ engine }, { id }) => engine.moderation.mute({ participantId: id }),
  },
  requestMicrophone: {
    group: 'media',
    permission: 'requestMicrophone',
    applies: (person, call) => !sends(person, 'microphone') && !isHeldBack(person, call, 'microphone'),
    run: (context, person) => ask(context, person, 'microphone'),
  },
  allowMicrophone: {
    group: 'media',
    permission: 'allowMicrophone',
    applies: (person, call) => isHeldBack(person, call, 'microphone'),
    run: allow('microphone', true),
  },
  holdBackMicrophone: {
    group: 'media',
    permission: 'allowMicrophone',
    applies: (person, call) => isExcepted(person, call, 'microphone'),
    run: allow('microphone', false),
  },
  stopCamera: {
    group: 'media',
    permission: 'stopCamera',
    applies: (person) => sends(person, 'camera'),
    run: ({ engine }, { id }) => engine.moderation.stopCamera({ participantId: id }),
  },
  requestCamera: {
    group: 'media',
    permission: 'requestCamera',
    applies: (person, call) => !sends(person, 'camera') && !isHeldBack(person, call, 'camera'),
    run: (context, person) => ask(context, person, 'camera'),
  },
  allowCamera: {
    group: 'media',
    permission: 'allowCamera',
    applies: (person, call) => isHeldBack(person, call, 'camera'),
    run: allow('camera', true),
  },
  holdBackCamera: {
    group: 'media',
    permission: 'allowCamera',
    applies: (person, call) => isExcepted(person, call, 'camera'),
    run: allow('camera', false),
  },
  stopShare: {
    group: 'media',
    permission: 'stopShare',
    applies: (person) => sends(person, 'screen'),
    run: ({ engine }, { id }) => engine.moderation.stopShare({ participantId: id }),
  },
  lowerHand: {
    group: 'media',
    permission: 'lowerHand',
    applies: ({ handRaisedAt }) => handRaisedAt !== undefined,
    run: ({ engine }, { id }) => engine.moderation.lowerHand({ participantId: id }),
  },
  spotlight: {
    group: 'stage',
    permission: 'spotlight',
    applies: ({ id }, { spotlightId }) => spotlightId !== id,
    run: ({ engine }, { id }) => engine.moderation.spotlight({ participantId: id }),
  },
  endSpotlight: {
    group: 'stage',
    permission: 'spotlight',
    applies: ({ id }, { spotlightId }) => spotlightId === id,
    run: ({ engine }) => engine.moderation.spotlight({ participantId: null }),
  },
  makePresenter: {
    group: 'role',
    permission: 'makePresenter',
    applies: ({ role }) => role !== 'presenter',
    run: ({ engine }, { id }) => engine.moderation.setRole({ participantId: id, role: 'presenter' }),
  },
  makeAttendee: {
    group: 'role',
    permission: 'makeAttendee',
    applies: ({ role }) => role !== 'attendee',
    run: ({ engine }, { id }) => engine.moderation.setRole({ participantId: id, role: 'attendee' }),
  },
  makeCoOrganiser: {
    group: 'role',
    permission: 'makeCoOrganiser',
    applies: ({ role }) => role !== 'coOrganiser',
    run: ({ engine }, { id }) => engine.moderation.setRole({ participantId: id, role: 'coOrganiser' }),
  },
  makeOrganiser: {
    group: 'role',
    permission: 'makeOrganiser',
    applies: () => true,
    run: ({ view }, { id }) => view.setState({ asked: { what: 'makeOrganiser', participantId: id } }),
  },
  sendToLobby: {
    group: 'out',
    permission: 'sendToLobby',
    applies: () => true,
    run: ({ engine }, { id }) => engine.moderation.sendToLobby({ participantId: id }),
  },
  remove: {
    group: 'out',
    permission: 'remove',
    applies: () => true,
    run: ({ view }, { id }) => view.setState({ asked: { what: 'remove', participantId: id } }),
  },
}

export const groupOf = (id: PersonActionId): PersonActionGroup => REGISTRY[id].group

/** Whether there is anything to do to this person: whoever may do anything may put them in the spotlight, or end that. */
export const mayManage = (call: CallState, participantId: string): boolean => mayIn(call, 'spotlight', participantId)

/** What may be done to this person now, in the order of menus. Nothing while oneself is cut off. */
export const personActionsFor = (call: CallState, participantId: string): PersonActionId[] => {
  const person = call.participants.find(({ id }) => id === participantId)
  if (person === undefined || call.phase !== 'joined') return []
  return PERSON_ACTION_IDS.filter((id) => {
    const { permission, applies } = REGISTRY[id]
    // Nobody has to stay where they did not ask to be.
    const own = id === 'endSpotlight' && participantId === call.selfId
    return (own || mayIn(call, permission, participantId)) && applies(person, call)
  })
}

/** Does nothing where it may not be done any more. */
export const runPersonAction = async (id: PersonActionId, participantId: string, context: ActionContext): Promise<void> => {
  const call = context.engine.store.getState()
  const person = call.participants.find((each) => each.id === participantId)
  if (person === undefined || !personActionsFor(call, participantId).includes(id)) return
  await REGISTRY[id].run(context, person)
}
