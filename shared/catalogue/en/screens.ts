/** What is said outside a meeting: signing in, home, before the mirror, settings, and how a meeting ended. */
export const signIn = {
  title: 'Sign in to Parley',
} as const

export const home = { title: 'Meetings' } as const
export const preJoin = { title: 'Ready to join?' } as const
export const settings = { title: 'Settings' } as const
export const ended = { title: 'You left the meeting' } as const
