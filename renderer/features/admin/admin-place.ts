/** Where one is in the admin centre. */
import { SECTIONS } from '#shared/policies/admin-roles.ts'

/** The entries of its own navigation: the sections of the rules, and what is about all of them. */
export const AREAS = [...SECTIONS, 'reports', 'audit', 'changes', 'file'] as const
export type Area = (typeof AREAS)[number]

/** Areas whose entries have a page each. */
export type ListArea = 'encryption' | 'meetings' | 'templates' | 'labels' | 'groups'

export type AdminPlace =
  | { at: Area }
  /** An entry by its id; `DEFAULT_ENTRY` is the policy that always is. */
  | { at: ListArea; entry: string }
  /** One saved change. */
  | { at: 'changes'; revision: number }
  /** What is going to be saved. */
  | { at: 'review' }

/** No id: those have no spaces. */
export const DEFAULT_ENTRY = 'the default'

export const entryOf = (place: AdminPlace): string | undefined => ('entry' in place ? place.entry : undefined)
