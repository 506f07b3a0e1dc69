/** What others did, as few short lines: pure. */
import type { Notice } from '../../call/call-state.ts'

/** A toast stays this long after the last thing that it tells, ms. */
export const TOAST_SHOWN_FOR = 5000
/** As many at once; of more, the older ones go. */
export const TOASTS_AT_MOST = 3

/** Told in a banner, and there until it is put away. */
export type LastingKind = 'deviceLost' | 'ruled'
export type ToastKind = Exclude<Notice['kind'], LastingKind>

export const isLasting = (kind: Notice['kind']): kind is LastingKind => kind === 'deviceLost' || kind === 'ruled'

export interface Toast {
  kind: ToastKind
  /** Of the first of them; undefined where the notice has none. */
  name: string | undefined
  /** How many besides the named one. */
  more: number
  /** The notices that it stands for. */
  ids: number[]
  /** Of the last of them, ms since 1970. */
  at: number
}

const GROUPED: ReadonlySet<Notice['kind']> = new Set(['participantJoined', 'participantLeft', 'handRaised'])

/** The toasts of all notices that are not too old at `now`, in the order in which they began; things of one kind are one toast. */
export const toastsOf = (notices: readonly Notice[], now: number): Toast[] => {
  const toasts: Toast[] = []
  for (const { id, kind, name, at } of notices) {
    if (isLasting(kind) || at + TOAST_SHOWN_FOR <= now) continue
    const group = GROUPED.has(kind) ? toasts.find((toast) => toast.kind === kind) : undefined
    if (group === undefined) toasts.push({ kind, name, more: 0, ids: [id], at })
    else {
      group.more += 1
      group.ids.push(id)
      group.at = at
    }
  }
  return toasts.slice(-TOASTS_AT_MOST)
}

/** Notices that have been told long enough. */
export const expiredOf = (notices: readonly Notice[], now: number): number[] =>
  notices.filter(({ kind, at }) => !isLasting(kind) && at + TOAST_SHOWN_FOR <= now).map(({ id }) => id)
