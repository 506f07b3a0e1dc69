import { z } from 'zod'

/** A question with an answer that a person can read: what was looked at, and what is wrong with it. */
export interface Check {
  what: string
  problems: readonly string[]
}

/** All that was looked at, each with what it is of. */
export const CheckReport = z.object({
  checks: z.array(z.object({ of: z.string(), what: z.string(), problems: z.array(z.string()) })),
})
export type CheckReport = z.infer<typeof CheckReport>

export const check = async (what: string, look: () => readonly string[] | Promise<readonly string[]>): Promise<Check> => {
  try {
    return { what, problems: await look() }
  } catch (error) {
    // What can't be read is not in order.
    return { what, problems: [error instanceof Error ? error.message : String(error)] }
  }
}
