/** When an update that lies ready may be installed. In a meeting never, whatever else holds. */
import type { UpdatePolicies } from '../managed-policy/update-policies.ts'

/** How long somebody can put an update off at a time, ms. */
export const DEFERRAL = 24 * 60 * 60_000

/** After so long without a key or a move, nobody is taken to sit at the computer, s. */
export const UNATTENDED = 10 * 60

/**
 * What brings up the question: the person chose to, the program is being closed, or time went by. Nobody is asked where a program
 * that is closed takes the chance.
 */
export type InstallOccasion = 'asked' | 'quit' | 'time'

export interface InstallSituation {
  occasion: InstallOccasion
  policies: Pick<UpdatePolicies, 'AutoUpdate' | 'UpdateWindow'>
  /** ms since 1970 */
  now: number
  /** Local time of day, minutes since midnight. */
  minutes: number
  inMeeting: boolean
  /** Since when nobody touched the computer, s. */
  idle: number
  /** The person put it off until then, ms since 1970. */
  deferredUntil: number | undefined
  /** From then on nobody can put it off, ms since 1970. */
  installBy: number | undefined
}

/** `person`: they decide, or have put it off. `attended`: somebody is at work, and is not torn out of it. */
export const INSTALL_WAITS = ['off', 'meeting', 'window', 'person', 'attended'] as const
export type InstallWait = (typeof INSTALL_WAITS)[number]
export type InstallVerdict = 'now' | InstallWait

/** `20:00-06:00` as minutes since midnight; undefined for `never` and what is no window. */
const readWindow = (window: string): { from: number; to: number } | undefined => {
  const match = /^(\d\d):(\d\d)-(\d\d):(\d\d)$/.exec(window)
  if (match === null) return undefined
  const [fromHour = 0, fromMinute = 0, toHour = 0, toMinute = 0] = match.slice(1).map(Number)
  return { from: fromHour * 60 + fromMinute, to: toHour * 60 + toMinute }
}

/** The first minute belongs to the window, the last does not; a window that ends where it begins is the whole day. */
export const isInWindow = (window: string, minutes: number): boolean => {
  if (window === '') return true
  const read = readWindow(window)
  if (read === undefined) return false
  const { from, to } = read
  if (from === to) return true
  return from < to ? minutes >= from && minutes < to : minutes >= from || minutes < to
}

export const whenToInstall = (situation: InstallSituation): InstallVerdict => {
  const { occasion, policies, now, minutes, inMeeting, idle, deferredUntil, installBy } = situation
  if (policies.AutoUpdate === 'off') return 'off'
  if (inMeeting) return 'meeting'
  if (!isInWindow(policies.UpdateWindow, minutes)) return 'window'
  if (occasion === 'asked') return 'now'
  const isDue = installBy !== undefined && now >= installBy
  if (isDue) return 'now'
  if (policies.AutoUpdate === 'ask' || (deferredUntil !== undefined && now < deferredUntil)) return 'person'
  return occasion === 'quit' || idle >= UNATTENDED ? 'now' : 'attended'
}

/** Until when an update is put off: a day, but never beyond the last date. */
export const deferUntil = (now: number, installBy: number | undefined): number =>
  Math.min(now + DEFERRAL, installBy ?? Number.POSITIVE_INFINITY)
