/**
 * Who may do what with a recording: one table, asked by the service at each request and by the screens.
 *
 * Nobody may anything because of a role in the organisation, but for compliance officers: they alone open compliance recordings,
 * and they see of all others that they are there, to hold them, and no more.
 */
import type { RecordingRules } from '../policies/recording-rules.ts'

export const RECORDING_ACTIONS = [
  'see',
  'watch',
  'download',
  'share',
  'withdraw',
  'seeViews',
  'setExpiry',
  'delete',
  'restore',
  'hold',
] as const
export type RecordingAction = (typeof RECORDING_ACTIONS)[number]

/** Somebody who asks, and what they are to this recording. */
export interface Viewer {
  readonly kind: 'member' | 'guest'
  readonly organiser: boolean
  /** They were in that occurrence, and were not put out of it. */
  readonly participant: boolean
  /** Named for the meeting while it was recorded. */
  readonly invited: boolean
  readonly sharedWith: boolean
  /** Of the organisation whose recording it is. */
  readonly complianceOfficer: boolean
}

export interface RecordingStanding {
  readonly compliance: boolean
  /** `deleted`: its key is destroyed. */
  readonly phase: 'running' | 'kept' | 'trash' | 'deleted'
  readonly held: boolean
}

export type RecordingDenial =
  /** They were not there, and nobody has shared it with them: it is not theirs to know of. */
  | 'notYours'
  /** It is for the organiser. */
  | 'notOrganiser'
  | 'notOfficer'
  | 'policy'
  | 'running'
  | 'trash'
  | 'notInTrash'
  | 'held'

type Rules = Pick<RecordingRules, 'sharing' | 'downloads' | 'guests' | 'organiserSetsExpiry'>

/** Whether it is theirs: what was said in it was said to them, or shared with them. */
const isTheirs = (viewer: Viewer, { compliance }: RecordingStanding, rules: Rules): boolean => {
  if (compliance) return viewer.kind === 'member' && viewer.complianceOfficer
  if (viewer.kind === 'guest') return rules.guests === 'on' && viewer.participant
  return viewer.organiser || viewer.participant || viewer.invited || (viewer.sharedWith && rules.sharing === 'organisation')
}

/** Who decides about it: its organiser or, of a compliance recording, any compliance officer. */
const decides = (viewer: Viewer, { compliance }: RecordingStanding): boolean =>
  viewer.kind === 'member' && (compliance ? viewer.complianceOfficer : viewer.organiser)

const ofDecider = (viewer: Viewer, recording: RecordingStanding): RecordingDenial | undefined => {
  if (decides(viewer, recording)) return undefined
  return recording.compliance ? 'notOfficer' : 'notOrganiser'
}

const whileKept = ({ phase }: RecordingStanding): RecordingDenial | undefined => {
  if (phase === 'running') return 'running'
  return phase === 'kept' ? undefined : 'trash'
}

const toSee = (viewer: Viewer, recording: RecordingStanding, rules: Rules): RecordingDenial | undefined => {
  if (recording.phase === 'deleted') return 'notYours'
  const isOfficer = viewer.kind === 'member' && viewer.complianceOfficer
  if (!isTheirs(viewer, recording, rules) && !isOfficer) return 'notYours'
  // What was thrown away is there for who can bring it back, or hold it.
  if (recording.phase === 'trash' && !decides(viewer, recording) && !isOfficer) return 'notYours'
  return undefined
}

const toDownload = (viewer: Viewer, { compliance }: RecordingStanding, rules: Rules): RecordingDenial | undefined => {
  if (viewer.kind === 'guest') return 'policy'
  if (compliance || rules.downloads === 'viewers') return undefined
  if (rules.downloads === 'nobody') return 'policy'
  return viewer.organiser ? undefined : 'notOrganiser'
}

type Ask = (viewer: Viewer, recording: RecordingStanding, rules: Rules) => RecordingDenial | undefined

const toWatch: Ask = (viewer, recording, rules) =>
  (isTheirs(viewer, recording, rules) ? undefined : 'notYours') ?? whileKept(recording)

const TABLE: Readonly<Record<RecordingAction, Ask>> = {
  see: () => undefined,
  watch: toWatch,
  download: (viewer, recording, rules) => toWatch(viewer, recording, rules) ?? toDownload(viewer, recording, rules),
  share: (viewer, recording, rules) => {
    if (recording.compliance) return 'policy'
    return ofDecider(viewer, recording) ?? (rules.sharing === 'nobody' ? 'policy' : undefined) ?? whileKept(recording)
  },
  // Whatever the rules are by now.
  withdraw: (viewer, recording) => (recording.compliance ? 'policy' : ofDecider(viewer, recording)),
  seeViews: (viewer, recording) => ofDecider(viewer, recording),
  setExpiry: (viewer, recording, rules) => {
    const denied = ofDecider(viewer, recording) ?? whileKept(recording)
    return denied ?? (!recording.compliance && rules.organiserSetsExpiry === 'off' ? 'policy' : undefined)
  },
  delete: (viewer, recording) => {
    const denied = ofDecider(viewer, recording) ?? (recording.phase === 'running' ? 'running' : undefined)
    return denied ?? (recording.held ? 'held' : undefined)
  },
  restore: (viewer, recording) => ofDecider(viewer, recording) ?? (recording.phase === 'trash' ? undefined : 'notInTrash'),
  hold: (viewer) => (viewer.kind === 'member' && viewer.complianceOfficer ? undefined : 'notOfficer'),
}

/** Why somebody may not; undefined where they may. */
export const denialOf = (
  action: RecordingAction,
  viewer: Viewer,
  recording: RecordingStanding,
  rules: Rules,
): RecordingDenial | undefined => toSee(viewer, recording, rules) ?? TABLE[action](viewer, recording, rules)

export const allowedTo = (viewer: Viewer, recording: RecordingStanding, rules: Rules): RecordingAction[] =>
  RECORDING_ACTIONS.filter((action) => denialOf(action, viewer, recording, rules) === undefined)
