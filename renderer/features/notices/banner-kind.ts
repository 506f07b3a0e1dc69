/** Which one banner is shown: pure. A banner states one thing and offers one way out; only the most important one is there. */
import type { ActiveRecording } from '#shared/contract/recording.ts'
import type { ErrorCode } from '#shared/errors.ts'
import type { CallState, ModerationNotice, Notice } from '../../call/call-state.ts'
import { ownConsent } from '../../call/recording/recording-state.ts'
import { participantOf } from '../stage/participant-media.ts'

export type BannerContent =
  /** Cut off; `until` in ms since 1970. */
  | { kind: 'reconnecting'; until: number }
  /** In an encrypted meeting, without its keys. */
  | { kind: 'withoutKeys'; lost: boolean }
  /** What is recorded. `refused`: this person does not agree to it. */
  | { kind: 'recording'; active: readonly ActiveRecording[]; refused: boolean }
  /** Others have done something to this person; this last. */
  | { kind: 'moderated'; notice: ModerationNotice }
  /** To organisers: rules of the organisation have changed options of this meeting. */
  | { kind: 'ruled'; notice: Notice }
  | { kind: 'deviceLost'; notice: Notice }
  /** A microphone that the person wants and does not have, or a screen that could not be shared. */
  | { kind: 'blocked'; source: 'microphone' | 'screen'; code: ErrorCode }
  | { kind: 'mutedSpeaking' }
  | { kind: 'ownQuality' }

const isRequest = ({ what }: ModerationNotice): boolean => what === 'microphoneRequested' || what === 'cameraRequested'

/** What this person is asked for and has not answered; once they do it anyway, nothing is asked any more. */
export const requestOf = ({ moderation, local, phase }: Pick<CallState, 'moderation' | 'local' | 'phase'>) => {
  if (phase !== 'joined') return undefined
  const last = moderation.findLast(isRequest)
  if (last === undefined) return undefined
  const { state } = last.what === 'microphoneRequested' ? local.microphone : local.camera
  return state === 'on' || state === 'starting' ? undefined : last
}

const isUndone = ({ what }: ModerationNotice, { local }: Pick<CallState, 'local'>): boolean =>
  (what === 'muted' && local.microphone.state === 'on') ||
  (what === 'cameraStopped' && local.camera.state === 'on') ||
  (what === 'shareStopped' && local.screen.state === 'on')

/** What undoes what. */
const OPPOSITES: Partial<Record<ModerationNotice['what'], ModerationNotice['what']>> = {
  microphoneAllowed: 'microphoneHeldBack',
  microphoneHeldBack: 'microphoneAllowed',
  cameraAllowed: 'cameraHeldBack',
  cameraHeldBack: 'cameraAllowed',
}

/** What was done and is still so, the oldest first; of one thing, only how it was done last. */
export const doneTo = (state: Pick<CallState, 'moderation' | 'local'>): ModerationNotice[] =>
  state.moderation.filter(
    (notice, index, all) =>
      !isRequest(notice) &&
      !isUndone(notice, state) &&
      all.slice(index + 1).every(({ what }) => what !== notice.what && what !== OPPOSITES[notice.what]),
  )

/** What a person has put away stays away: by `dismissalOf`. */
export const dismissalOf = (banner: BannerContent): string => {
  switch (banner.kind) {
    case 'blocked':
      return `blocked ${banner.source} ${banner.code}`
    case 'moderated':
    case 'ruled':
      return `${banner.kind} ${banner.notice.id}`
    case 'recording':
      return ['recording', ...banner.active.map(({ id }) => id), ...(banner.refused ? ['refused'] : [])].join(' ')
    default:
      return banner.kind
  }
}

export const bannerOf = (
  state: Pick<
    CallState,
    'reconnecting' | 'phase' | 'notices' | 'local' | 'participants' | 'selfId' | 'moderation' | 'encryption' | 'recording'
  >,
  {
    speakingWhileMuted,
    dismissed,
    keysLate = false,
  }: {
    speakingWhileMuted: boolean
    dismissed: ReadonlySet<string>
    /** The keys of the meeting are waited for, and have been for longer than goes unnoticed. */
    keysLate?: boolean
  },
): BannerContent | undefined => {
  if (state.phase === 'reconnecting' && state.reconnecting !== undefined) {
    return { kind: 'reconnecting', until: state.reconnecting.until }
  }
  if (state.encryption?.status === 'lost') return { kind: 'withoutKeys', lost: true }
  if (keysLate) return { kind: 'withoutKeys', lost: false }
  const candidates: BannerContent[] = []
  const { active } = state.recording
  if (active.length > 0) candidates.push({ kind: 'recording', active, refused: ownConsent(state) === 'refused' })
  const done = doneTo(state).at(-1)
  if (done !== undefined) candidates.push({ kind: 'moderated', notice: done })
  const ruled = state.notices.findLast(({ kind }) => kind === 'ruled')
  if (ruled !== undefined) candidates.push({ kind: 'ruled', notice: ruled })
  const lost = state.notices.findLast(({ kind }) => kind === 'deviceLost')
  if (lost !== undefined) candidates.push({ kind: 'deviceLost', notice: lost })
  for (const source of ['microphone', 'screen'] as const) {
    const { state: local, failure } = state.local[source]
    if (local === 'blocked' && failure !== undefined) candidates.push({ kind: 'blocked', source, code: failure.code })
  }
  if (speakingWhileMuted) candidates.push({ kind: 'mutedSpeaking' })
  const self = state.selfId === undefined ? undefined : participantOf(state, state.selfId)
  if (self?.quality === 'poor') candidates.push({ kind: 'ownQuality' })
  return candidates.find((banner) => !dismissed.has(dismissalOf(banner)))
}
