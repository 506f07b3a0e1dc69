/** Whom a policy, a template or a licence is for. */
import { z } from 'zod'
import { Id } from '../contract/common.ts'

export const AssignedTo = z.strictObject({ people: z.array(Id).max(20_000), groups: z.array(Id).max(500) })
export type AssignedTo = z.infer<typeof AssignedTo>

export const NOBODY: AssignedTo = { people: [], groups: [] }

/** Somebody of the organisation, and the groups that they are in. */
export interface Assignee {
  id: string
  groups: ReadonlySet<string>
}

export const isFor = ({ people, groups }: AssignedTo, assignee: Assignee): boolean =>
  people.includes(assignee.id) || groups.some((group) => assignee.groups.has(group))
