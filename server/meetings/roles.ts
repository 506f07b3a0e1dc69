import type { NamedPerson } from '#shared/contract/moderation.ts'
import type { OptionValue } from '#shared/meeting/options.ts'
import type { Role } from '#shared/meeting/roles.ts'
import type { Standing } from '#shared/meeting/standing.ts'

export interface RoleQuestion {
  personId: string
  standing: Standing
  organiserId: string
  /** The role that they were given in this occurrence. */
  decided: Role | undefined
  /** What the organiser named them for the meeting. */
  named: NamedPerson['role'] | undefined
  presenting: OptionValue<'presenting'>
}

/** The role that somebody has, or would have, in a meeting. */
export const roleOf = ({ personId, standing, organiserId, decided, named, presenting }: RoleQuestion): Role => {
  if (decided !== undefined) return decided
  if (personId === organiserId) return 'organiser'
  if (named === 'coOrganiser' || named === 'attendee') return named
  switch (presenting) {
    case 'everyone':
      return 'presenter'
    case 'organisation':
      return named === 'presenter' || standing === 'member' ? 'presenter' : 'attendee'
    case 'named':
      return named ?? 'attendee'
    case 'organisers':
      return 'attendee'
  }
}
