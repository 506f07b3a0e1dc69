/** Where a refused camera or microphone is allowed again, by the place that refused it. */
import type { Platform as PlatformInfo } from '#shared/contract/common.ts'

export type RefusingPlace = 'browser' | 'windows' | 'macos' | 'other'

export const refusingPlace = ({ kind, os }: Pick<PlatformInfo, 'kind' | 'os'>): RefusingPlace => {
  if (kind === 'web') return 'browser'
  return os === 'windows' || os === 'macos' ? os : 'other'
}
