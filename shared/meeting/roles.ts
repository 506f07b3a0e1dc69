/** Roles in a meeting, the one with most say first. */
export const ROLES = ['organiser', 'coOrganiser', 'presenter', 'attendee'] as const
export type Role = (typeof ROLES)[number]

/** 0 for the organiser; the higher the number, the less say. */
export const rankOf = (role: Role): number => ROLES.indexOf(role)

/** Whether `role` is one of the two that run a meeting. */
export const isOrganising = (role: Role): boolean => role === 'organiser' || role === 'coOrganiser'
