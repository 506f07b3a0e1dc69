/**
 * Everything that a person can do in a meeting, once: the buttons, the shortcuts, the application menu and the list of shortcuts
 * are all made from here. Whether something may be done is asked of the permission table, never decided by a button.
 */
import type { AllowedHere } from '#shared/managed-policy/client-policies.ts'
import { webLinkOf } from '#shared/meeting/code.ts'
import type { Action as Permission } from '#shared/meeting/permissions.ts'
import type { CallEngine } from '../../call/call-engine.ts'
import type { CallState } from '../../call/call-state.ts'
import { denialIn, mayIn, selfIn } from '../../call/moderation/denial-in.ts'
import { regularIn } from '../../call/recording/recording-state.ts'
import type { Platform } from '../../platform/platform.ts'
import { type RecordingReason, recordingReason } from '../recording/recording-reason.ts'
import type { StageView, StageViewStore } from '../stage/stage-view.ts'
import type { Shortcut } from './keys.ts'

/** The ids that the application menu knows, and the few that only the page has. */
export const ACTION_IDS = [
  'toggleMicrophone',
  'toggleCamera',
  'toggleShare',
  'toggleHand',
  'leave',
  'endMeeting',
  'togglePeople',
  'toggleChat',
  'toggleEncryption',
  'toggleOptions',
  'toggleRecording',
  'pauseRecording',
  'showRecording',
  'toggleLog',
  'openSetup',
  'admitAll',
  'muteAll',
  'holdBackMicrophones',
  'lowerAllHands',
  'toggleLock',
  'toggleView',
  'toggleFullScreen',
  'copyLink',
  'closePanel',
  'showShortcuts',
  'openSettings',
  'openDiagnostics',
  'newMeeting',
] as const
export type ActionId = (typeof ACTION_IDS)[number]

/** What the page around the meeting does for it. */
export interface AppCommands {
  openSettings(): void
  openDiagnostics(): void
  newMeeting(): void
}

export interface ActionContext {
  engine: CallEngine
  platform: Platform
  view: StageViewStore
  app: AppCommands
}

/** What availability is decided on. */
export interface Situation {
  call: CallState
  view: StageView
  abilities: Platform['abilities']
  /** What administrators allow on this computer. */
  allows: AllowedHere
}

/** Why something that is there can't be used just now: a key of the catalogue under `actions.reason`. */
export type DisabledReason =
  | 'reconnecting'
  /** Not allowed on this computer. */
  | 'managed'
  | 'microphonesHeldBack'
  | 'camerasHeldBack'
  | 'reactionsOff'
  /** To being recorded. */
  | 'withoutConsent'
  | RecordingReason

export interface Action {
  id: ActionId
  shortcut?: Shortcut
  /** Whether there is such a thing here and now: otherwise no control for it is shown and its shortcut does nothing. */
  isAvailable(situation: Situation): boolean
  /** On or off, of an action that switches. */
  isOn?(situation: Situation): boolean
  /** Shown, but not to be used just now. */
  disabledReason?(situation: Situation): DisabledReason | undefined
  run(context: ActionContext): Promise<void> | void
}

const inMeeting = ({ call }: Situation): boolean => call.phase === 'joined' || call.phase === 'reconnecting'

const may = ({ call }: Situation, permission: Permission): boolean => mayIn(call, permission)

/** There is such a thing for this role; the options of the meeting may hold it back. */
const hasRoleFor = ({ call }: Situation, permission: Permission): boolean => denialIn(call, permission) !== 'role'

/** Why one's own microphone, camera or share can't go on; `heldBack` where the options of the meeting say so. */
const whyOff = <R extends DisabledReason>(
  { call }: Situation,
  permission: Permission,
  heldBack: R,
): R | 'withoutConsent' | undefined => {
  const denial = denialIn(call, permission)
  if (denial === 'option') return heldBack
  return denial === 'consent' ? 'withoutConsent' : undefined
}

/** What the service must be told waits until it can be reached. Microphone and camera do not: switched off is off at once. */
const needsService = ({ call }: Situation): 'reconnecting' | undefined =>
  call.phase === 'reconnecting' ? 'reconnecting' : undefined

/** Opens a panel in the place of another, or closes it. */
const togglePanel = (view: StageViewStore, wanted: NonNullable<StageView['panel']>): void =>
  view.setState(({ panel }) => ({ panel: panel === wanted ? undefined : wanted }))

const REGISTRY: Record<ActionId, Omit<Action, 'id'>> = {
  toggleMicrophone: {
    shortcut: { key: 'd', mod: true },
    isAvailable: (situation) => inMeeting(situation) && hasRoleFor(situation, 'speak'),
    disabledReason: (situation) => (situation.allows.microphone ? whyOff(situation, 'speak', 'microphonesHeldBack') : 'managed'),
    isOn: ({ call }) => call.local.microphone.state === 'on' || call.local.microphone.state === 'starting',
    run: ({ engine }) => {
      const { state } = engine.store.getState().local.microphone
      return engine.setMicrophone(state === 'off' || state === 'blocked')
    },
  },
  toggleCamera: {
    shortcut: { key: 'e', mod: true },
    isAvailable: (situation) => inMeeting(situation) && hasRoleFor(situation, 'showCamera'),
    disabledReason: (situation) => (situation.allows.camera ? whyOff(situation, 'showCamera', 'camerasHeldBack') : 'managed'),
    isOn: ({ call }) => call.local.camera.state === 'on' || call.local.camera.state === 'starting',
    run: ({ engine }) => {
      const { state } = engine.store.getState().local.camera
      return engine.setCamera(state === 'off' || state === 'blocked')
    },
  },
  toggleShare: {
    shortcut: { key: 'e', mod: true, shift: true },
    isAvailable: (situation) => inMeeting(situation) && situation.abilities.shareScreen && hasRoleFor(situation, 'shareScreen'),
    isOn: ({ call }) => call.local.screen.state === 'on' || call.local.screen.state === 'starting',
    disabledReason: (situation) => {
      if (situation.call.local.screen.state === 'on') return undefined
      if (!situation.allows.screenShare) return 'managed'
      return needsService(situation) ?? (denialIn(situation.call, 'shareScreen') === 'consent' ? 'withoutConsent' : undefined)
    },
    run: ({ engine, platform, view }) => {
      const { state } = engine.store.getState().local.screen
      if (state === 'on' || state === 'starting') return engine.stopShare()
      if (!platform.abilities.ownScreenPicker) return engine.startShare({ audio: platform.abilities.shareSystemAudio })
      view.setState({ dialog: 'screenPicker' })
    },
  },
  toggleHand: {
    shortcut: { key: 'k', mod: true, shift: true },
    isAvailable: (situation) => inMeeting(situation) && may(situation, 'raiseHand'),
    isOn: ({ call }) => selfIn(call)?.handRaisedAt !== undefined,
    disabledReason: needsService,
    run: ({ engine }) => engine.setHand(selfIn(engine.store.getState())?.handRaisedAt === undefined),
  },
  leave: {
    shortcut: { key: 'h', mod: true, shift: true },
    isAvailable: inMeeting,
    run: ({ engine }) => engine.leave(),
  },
  endMeeting: {
    isAvailable: (situation) => inMeeting(situation) && may(situation, 'endMeeting'),
    disabledReason: needsService,
    run: ({ view }) => view.setState({ dialog: 'endMeeting' }),
  },
  togglePeople: {
    shortcut: { key: 'p', mod: true, alt: true },
    isAvailable: inMeeting,
    isOn: ({ view }) => view.panel === 'people',
    run: ({ view }) => togglePanel(view, 'people'),
  },
  toggleChat: {
    shortcut: { key: 'c', mod: true, alt: true },
    isAvailable: inMeeting,
    isOn: ({ view }) => view.panel === 'chat',
    run: ({ view }) => togglePanel(view, 'chat'),
  },
  toggleEncryption: {
    shortcut: { key: 'k', mod: true, alt: true },
    isAvailable: (situation) => inMeeting(situation) && situation.call.encryption !== undefined,
    isOn: ({ view }) => view.panel === 'encryption',
    run: ({ view }) => togglePanel(view, 'encryption'),
  },
  toggleOptions: {
    isAvailable: (situation) => inMeeting(situation) && may(situation, 'changeOptions'),
    isOn: ({ view }) => view.panel === 'options',
    run: ({ view }) => togglePanel(view, 'options'),
  },
  toggleRecording: {
    isAvailable: (situation) => inMeeting(situation) && hasRoleFor(situation, 'record'),
    isOn: ({ call }) => regularIn(call) !== undefined,
    disabledReason: (situation) => {
      if (regularIn(situation.call) === undefined && !situation.allows.recording) return 'managed'
      return needsService(situation) ?? recordingReason(situation.call)
    },
    run: ({ engine }) =>
      regularIn(engine.store.getState()) === undefined ? engine.recording.startRecording() : engine.recording.stopRecording(),
  },
  pauseRecording: {
    isAvailable: (situation) => {
      const state = regularIn(situation.call)?.state
      return inMeeting(situation) && may(situation, 'record') && (state === 'running' || state === 'paused')
    },
    isOn: ({ call }) => regularIn(call)?.state === 'paused',
    disabledReason: needsService,
    run: ({ engine }) =>
      regularIn(engine.store.getState())?.state === 'paused'
        ? engine.recording.resumeRecording()
        : engine.recording.pauseRecording(),
  },
  showRecording: {
    isAvailable: (situation) => inMeeting(situation) && situation.call.recording.active.length > 0,
    isOn: ({ view }) => view.panel === 'recording',
    run: ({ view }) => togglePanel(view, 'recording'),
  },
  toggleLog: {
    isAvailable: (situation) => inMeeting(situation) && may(situation, 'readLog'),
    isOn: ({ view }) => view.panel === 'log',
    disabledReason: (situation) => (situation.view.panel === 'log' ? undefined : needsService(situation)),
    run: ({ view }) => togglePanel(view, 'log'),
  },
  openSetup: {
    isAvailable: (situation) => inMeeting(situation) && may(situation, 'inviteGuests') && situation.call.meeting !== undefined,
    disabledReason: needsService,
    run: ({ view }) => view.setState({ dialog: 'setup' }),
  },
  admitAll: {
    isAvailable: (situation) => inMeeting(situation) && may(situation, 'admit') && situation.call.waiting.length > 0,
    disabledReason: needsService,
    run: ({ engine }) => engine.moderation.admitAll(),
  },
  muteAll: {
    isAvailable: (situation) => inMeeting(situation) && may(situation, 'muteAll'),
    disabledReason: needsService,
    run: ({ engine }) => engine.moderation.muteAll({ holdBack: false }),
  },
  holdBackMicrophones: {
    isAvailable: (situation) =>
      inMeeting(situation) &&
      may(situation, 'muteAll') &&
      may(situation, 'changeOptions') &&
      situation.call.options.microphones.value === 'allowed' &&
      situation.call.options.microphones.choices.includes('heldBack'),
    disabledReason: needsService,
    run: ({ engine }) => engine.moderation.muteAll({ holdBack: true }),
  },
  lowerAllHands: {
    isAvailable: (situation) => inMeeting(situation) && may(situation, 'lowerAllHands'),
    disabledReason: needsService,
    run: ({ engine }) => engine.moderation.lowerAllHands(),
  },
  toggleLock: {
    isAvailable: (situation) => inMeeting(situation) && may(situation, 'lockMeeting'),
    isOn: ({ call }) => call.locked,
    disabledReason: needsService,
    run: ({ engine }) => engine.moderation.setLocked({ locked: !engine.store.getState().locked }),
  },
  toggleView: {
    isAvailable: inMeeting,
    isOn: ({ view }) => view.mode === 'speaker',
    run: ({ view }) =>
      view.setState(({ mode }) => (mode === 'gallery' ? { mode: 'speaker' } : { mode: 'gallery', pinnedId: undefined })),
  },
  toggleFullScreen: {
    isAvailable: inMeeting,
    isOn: ({ view }) => view.fullScreen,
    run: async ({ platform, view }) => {
      const fullScreen = !view.getState().fullScreen
      await platform.setFullScreen(fullScreen)
      view.setState({ fullScreen })
    },
  },
  copyLink: {
    isAvailable: (situation) => inMeeting(situation) && situation.call.code !== undefined,
    run: async ({ engine, platform, view }) => {
      const { code } = engine.store.getState()
      if (code === undefined) return
      const kind = await navigator.clipboard.writeText(webLinkOf(platform.serviceOrigin, code)).then(
        () => 'linkCopied' as const,
        () => 'linkNotCopied' as const,
      )
      view.setState({ outcome: { kind, at: Date.now() } })
    },
  },
  closePanel: {
    shortcut: { key: 'Escape' },
    isAvailable: (situation) => inMeeting(situation) && situation.view.panel !== undefined,
    run: ({ view }) => view.setState({ panel: undefined }),
  },
  showShortcuts: {
    shortcut: { key: '?' },
    isAvailable: () => true,
    run: ({ view }) => view.setState({ dialog: 'shortcuts' }),
  },
  openSettings: {
    isAvailable: () => true,
    run: ({ app }) => app.openSettings(),
  },
  openDiagnostics: {
    isAvailable: () => true,
    run: ({ app }) => app.openDiagnostics(),
  },
  newMeeting: {
    isAvailable: (situation) => !inMeeting(situation),
    run: ({ app }) => app.newMeeting(),
  },
}

export const actions: readonly Action[] = ACTION_IDS.map((id) => ({ id, ...REGISTRY[id] }))

export const actionOf = (id: ActionId): Action => ({ id, ...REGISTRY[id] })

export const isActionId = (id: string): id is ActionId => Object.hasOwn(REGISTRY, id)
