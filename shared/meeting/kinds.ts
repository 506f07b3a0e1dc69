export const MEETING_KINDS = ['meeting', 'webinar', 'townHall'] as const
export type MeetingKind = (typeof MEETING_KINDS)[number]
