/**
 * Who may do what in a meeting: one table, asked by the service for every request and by the screen for every control.
 */
export const ROLES = ['organiser', 'presenter', 'attendee'] as const
export type Role = (typeof ROLES)[number]

export const ACTIONS = ['speak', 'showCamera', 'shareScreen', 'raiseHand', 'react', 'endMeeting'] as const
export type Action = (typeof ACTIONS)[number]

const TABLE: Record<Action, readonly Role[]> = {
  speak: ROLES,
  showCamera: ROLES,
  shareScreen: ['organiser', 'presenter'],
  raiseHand: ROLES,
  react: ROLES,
  endMeeting: ['organiser'],
}

export const isAllowed = (role: Role, action: Action): boolean => TABLE[action].includes(role)
