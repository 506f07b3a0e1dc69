/** Which one banner is shown: pure. A banner states one thing and offers one way out; only the most important one is there. */
import type { ErrorCode } from '#shared/errors.ts'
import type { CallState, Notice } from '../../call/call-state.ts'
import { participantOf } from '../stage/participant-media.ts'

export type BannerContent =
  /** Cut off; `until` in ms since 1970. */
  | { kind: 'reconnecting'; until: number }
  | { kind: 'deviceLost'; notice: Notice }
  /** A microphone that the person wants and does not have, or a screen that could not be shared. */
  | { kind: 'blocked'; source: 'microphone' | 'screen'; code: ErrorCode }
  | { kind: 'mutedSpeaking' }
  | { kind: 'ownQuality' }

/** What a person has put away stays away: by `dismissalOf`. */
export const dismissalOf = (banner: BannerContent): string =>
  banner.kind === 'blocked' ? `blocked ${banner.source} ${banner.code}` : banner.kind

export const bannerOf = (
  state: Pick<CallState, 'reconnecting' | 'phase' | 'notices' | 'local' | 'participants' | 'selfId'>,
  { speakingWhileMuted, dismissed }: { speakingWhileMuted: boolean; dismissed: ReadonlySet<string> },
): BannerContent | undefined => {
  if (state.phase === 'reconnecting' && state.reconnecting !== undefined) {
    return { kind: 'reconnecting', until: state.reconnecting.until }
  }
  const candidates: BannerContent[] = []
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
