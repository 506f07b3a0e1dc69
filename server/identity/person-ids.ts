/** Ids of people. Members' are hashes of what their provider knows them by, or those of sample people; a guest's says that it is one. */
const GUEST = 'guest-'

export const guestIdOf = (key: string): string => `${GUEST}${key}`

export const isGuestId = (personId: string): boolean => personId.startsWith(GUEST)
