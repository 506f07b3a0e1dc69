/** Who comes in directly and who waits: asked by the service at the door, and by the screen that explains it. */
import type { OptionValue } from './options.ts'
import { isOrganising, type Role } from './roles.ts'
import type { Standing } from './standing.ts'

export interface AtTheDoor {
  standing: Standing
  /** The role they would have. */
  role: Role
  /** Named by an organiser for the meeting, or let in before in this occurrence. */
  named: boolean
  /** By phone. */
  caller: boolean
}

export interface Door {
  lobby: OptionValue<'lobby'>
  callers: OptionValue<'callers'>
  /** Nobody comes in any more but organisers. */
  locked: boolean
}

const DIRECT: Record<OptionValue<'lobby'>, readonly Standing[]> = {
  everyone: ['member', 'trusted', 'external', 'guest', 'anonymous'],
  organisationTrustedAndGuests: ['member', 'trusted', 'guest'],
  organisationAndGuests: ['member', 'guest'],
  organisation: ['member'],
  invited: ['guest'],
  organisers: [],
}

export type Entry = 'direct' | 'waits' | 'locked'

export const entryOf = ({ standing, role, named, caller }: AtTheDoor, door: Door): Entry => {
  if (isOrganising(role)) return 'direct'
  if (door.locked) return 'locked'
  if (caller) return door.callers === 'direct' ? 'direct' : 'waits'
  if (named && door.lobby !== 'organisers') return 'direct'
  return DIRECT[door.lobby].includes(standing) ? 'direct' : 'waits'
}
