/** A question with an answer that a person can read: what was looked at, and what is wrong with it. */
export interface Check {
  what: string
  problems: readonly string[]
}

export const check = async (what: string, look: () => readonly string[] | Promise<readonly string[]>): Promise<Check> => {
  try {
    return { what, problems: await look() }
  } catch (error) {
    // What can't be read is not in order.
    return { what, problems: [error instanceof Error ? error.message : String(error)] }
  }
}
