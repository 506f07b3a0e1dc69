import type { Rules } from './effective-options.ts'

export const MEETING_KINDS = ['meeting', 'webinar', 'townHall'] as const
export type MeetingKind = (typeof MEETING_KINDS)[number]

/** What a kind of meeting says about its options. In a webinar organisers may decide otherwise; a town hall is for listening. */
export const KIND_RULES: Readonly<Record<MeetingKind, Rules>> = {
  meeting: {},
  webinar: {
    presenting: { preset: 'named' },
    microphones: { preset: 'heldBack' },
    cameras: { preset: 'heldBack' },
  },
  townHall: {
    presenting: { preset: 'named', atLeast: 'named' },
    microphones: { fixed: 'heldBack' },
    cameras: { fixed: 'heldBack' },
  },
}
