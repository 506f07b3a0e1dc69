import type { TargetedAction } from '#shared/meeting/permissions.ts'
import type { Role } from '#shared/meeting/roles.ts'

/** What it takes to make somebody this. */
export const ACTION_OF_ROLE: Record<Role, TargetedAction> = {
  organiser: 'makeOrganiser',
  coOrganiser: 'makeCoOrganiser',
  presenter: 'makePresenter',
  attendee: 'makeAttendee',
}
