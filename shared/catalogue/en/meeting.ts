/** What is said inside a meeting: stage, people, toolbar, sharing, notices, and the actions behind buttons and shortcuts. */
export const meeting = {} as const
