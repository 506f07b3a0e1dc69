/** Moderation in memory: what the service would do about each verb, for tests and pictures of the screens. */
import type { StoreApi } from 'zustand/vanilla'
import type { LogEntry, WaitingPerson } from '#shared/contract/moderation.ts'
import type { Participant } from '#shared/contract/signalling.ts'
import { ParleyError } from '#shared/errors.ts'
import type { EffectiveOptions } from '#shared/meeting/effective-options.ts'
import { OPTION_NAMES, type OptionsChange } from '#shared/meeting/options.ts'
import type { Action } from '#shared/meeting/permissions.ts'
import { rankOf } from '#shared/meeting/roles.ts'
import type { CallState } from '../call-state.ts'
import { denialIn, mayIn, selfIn } from './denial-in.ts'
import type { ModerationCalls } from './moderation-calls.ts'
import { ACTION_OF_ROLE } from './role-actions.ts'

const asParticipant = (person: WaitingPerson, now: number): Participant => ({
  id: `admitted-${person.id}`,
  personId: `person-${person.id}`,
  name: person.name,
  standing: person.standing,
  verification: person.verification,
  ...(person.organisation === undefined ? {} : { organisation: person.organisation }),
  role: 'attendee',
  joinedAt: now,
  connection: 'connected',
  quality: 'good',
  mayUnmute: false,
  mayShowCamera: false,
  producers: [],
})

const withChange = (options: EffectiveOptions, change: OptionsChange): EffectiveOptions =>
  Object.fromEntries(
    OPTION_NAMES.map((name) => {
      const wanted = change[name]
      if (wanted === undefined) return [name, options[name]]
      if (!(options[name].choices as readonly string[]).includes(wanted)) throw new ParleyError('OPTION_LOCKED', name)
      return [name, { ...options[name], value: wanted }]
    }),
  ) as EffectiveOptions

export const fakeModeration = (store: StoreApi<CallState>, now: () => number): ModerationCalls => {
  let lastId = 0
  const state = (): CallState => store.getState()

  const require = (action: Action, targetId?: string): void => {
    if (state().phase !== 'joined') throw new ParleyError('WRONG_STATE')
    const denial = denialIn(state(), action, targetId)
    if (denial !== undefined) throw new ParleyError('FORBIDDEN', denial)
  }

  const log = (action: LogEntry['action'], target?: string, detail?: string): void => {
    const self = selfIn(state())
    if (self === undefined || !mayIn(state(), 'readLog')) return
    const entry: LogEntry = {
      id: `fake-log-${++lastId}`,
      at: now(),
      by: { personId: self.personId, name: self.name },
      action,
      ...(target === undefined ? {} : { target }),
      ...(detail === undefined ? {} : { detail }),
    }
    store.setState(({ logged }) => ({ logged: [...logged, entry] }))
  }

  const nameOf = (id: string): string => state().participants.find((each) => each.id === id)?.name ?? ''

  const change = (id: string, how: (participant: Participant) => Participant): void =>
    store.setState(({ participants }) => ({ participants: participants.map((each) => (each.id === id ? how(each) : each)) }))

  const without = (source: 'camera' | 'screen') => (participant: Participant) => ({
    ...participant,
    producers: participant.producers.filter((producer) => producer.source !== source),
  })
  const muted = (participant: Participant): Participant => ({
    ...participant,
    producers: participant.producers.map((each) => (each.source === 'microphone' ? { ...each, paused: true } : each)),
  })
  const handDown = ({ handRaisedAt: _raised, ...participant }: Participant): Participant => participant

  /** Something is done to one person, if the table allows it. */
  const act = async (action: Action, id: string, how: (participant: Participant) => Participant): Promise<void> => {
    require(action, id)
    change(id, how)
    log(action, nameOf(id))
  }

  const goes = (id: string, more: Partial<CallState> = {}): void =>
    store.setState(({ participants }) => ({ participants: participants.filter((each) => each.id !== id), ...more }))

  const letIn = (ids: ReadonlySet<string>): void => {
    require('admit')
    const { waiting } = state()
    const admitted = waiting.filter(({ id }) => ids.has(id))
    store.setState(({ participants }) => ({
      waiting: waiting.filter(({ id }) => !ids.has(id)),
      participants: [...participants, ...admitted.map((person) => asParticipant(person, now()))],
    }))
    for (const { name } of admitted) log('admit', name)
  }

  return {
    admit: async ({ waitingIds }) => letIn(new Set(waitingIds)),
    admitAll: async () => letIn(new Set(state().waiting.map(({ id }) => id))),
    deny: async ({ waitingId, block }) => {
      require('admit')
      const denied = state().waiting.find(({ id }) => id === waitingId)
      store.setState(({ waiting }) => ({ waiting: waiting.filter(({ id }) => id !== waitingId) }))
      log(block ? 'block' : 'deny', denied?.name)
    },
    sendToLobby: async ({ participantId }) => {
      require('sendToLobby', participantId)
      const person = state().participants.find(({ id }) => id === participantId)
      if (person === undefined) throw new ParleyError('NOT_FOUND')
      const { name, standing, verification, organisation } = person
      const waiting: WaitingPerson = {
        id: `back-${participantId}`,
        ...{ name, standing, verification, since: now() },
        ...(organisation === undefined ? {} : { organisation }),
      }
      goes(participantId, { waiting: [...state().waiting, waiting] })
      log('sendToLobby', name)
    },
    mute: ({ participantId }) => act('mute', participantId, muted),
    muteAll: async ({ holdBack }) => {
      require('muteAll')
      for (const { id } of state().participants) if (mayIn(state(), 'mute', id)) change(id, muted)
      if (holdBack) {
        require('changeOptions')
        store.setState(({ options }) => ({ options: withChange(options, { microphones: 'heldBack' }) }))
      }
      log(holdBack ? 'holdBackMicrophones' : 'muteAll')
    },
    stopCamera: ({ participantId }) => act('stopCamera', participantId, without('camera')),
    stopShare: ({ participantId }) => act('stopShare', participantId, without('screen')),
    lowerHand: ({ participantId }) => act('lowerHand', participantId, handDown),
    lowerAllHands: async () => {
      require('lowerAllHands')
      store.setState(({ participants }) => ({ participants: participants.map(handDown) }))
      log('lowerAllHands')
    },
    request: async ({ participantId, source }) => {
      require(source === 'microphone' ? 'requestMicrophone' : 'requestCamera', participantId)
    },
    setAllowed: ({ participantId, source, allowed }) =>
      source === 'microphone'
        ? act('allowMicrophone', participantId, (each) => ({ ...each, mayUnmute: allowed }))
        : act('allowCamera', participantId, (each) => ({ ...each, mayShowCamera: allowed })),
    spotlight: async ({ participantId }) => {
      if (participantId !== null) require('spotlight', participantId)
      store.setState({ spotlightId: participantId ?? undefined })
      log('spotlight', participantId === null ? undefined : nameOf(participantId))
    },
    setRole: async ({ participantId, role }) => {
      const action = ACTION_OF_ROLE[role]
      await act(action, participantId, (each) => ({ ...each, role }))
      const self = selfIn(state())
      if (role === 'organiser' && self !== undefined) change(self.id, (each) => ({ ...each, role: 'coOrganiser' }))
      store.setState(({ participants }) => ({
        participants: participants.map((each) => (rankOf(each.role) > rankOf('presenter') ? without('screen')(each) : each)),
      }))
    },
    remove: async ({ participantId }) => {
      require('remove', participantId)
      const name = nameOf(participantId)
      const personId = state().participants.find(({ id }) => id === participantId)?.personId ?? participantId
      goes(participantId, { removed: [...state().removed, { personId, name, at: now() }] })
      log('remove', name)
    },
    readmit: async ({ personId }) => {
      require('readmit')
      const name = state().removed.find((each) => each.personId === personId)?.name
      store.setState(({ removed }) => ({ removed: removed.filter((each) => each.personId !== personId) }))
      log('readmit', name)
    },
    setOptions: async (wanted) => {
      require('changeOptions')
      store.setState(({ options }) => ({ options: withChange(options, wanted) }))
      for (const [name, value] of Object.entries(wanted)) log('changeOptions', undefined, `${name}: ${value}`)
    },
    setLocked: async ({ locked }) => {
      require('lockMeeting')
      store.setState({ locked })
      log(locked ? 'lockMeeting' : 'unlockMeeting')
    },
    readLog: async () => {
      require('readLog')
      return [...state().logged]
    },
  }
}
