/**
 * What end-to-end encryption turns off, what it moves, and what it protects: the one list that the dialog shows, the screens obey
 * and the service refuses by. The words are in the catalogue under `encryption.turnedOff`, `.moved`, `.protects` and `.leaves`.
 */
import type { RuleSet } from '../meeting/effective-options.ts'
import type { OptionName } from '../meeting/options.ts'

/** Each needs somebody between the people who understands what they say, show or write. */
export const TURNED_OFF = [
  'recording',
  'captions',
  'breakoutRooms',
  'phone',
  'livePresentation',
  'remoteControl',
  'togetherMode',
  'companionMode',
  'largeGallery',
  'chatHistory',
] as const
export type TurnedOff = (typeof TURNED_OFF)[number]

/** What the service does otherwise, and each person's own client does here. */
export const MOVED_TO_DEVICE = ['moderation'] as const
export type MovedToDevice = (typeof MOVED_TO_DEVICE)[number]

/** What nobody but the people in the meeting gets to know. */
export const PROTECTED = ['voices', 'pictures', 'shares', 'messages', 'gestures'] as const
/** What the service knows all the same. */
export const NOT_PROTECTED = ['people', 'times', 'sizes', 'loudness'] as const

/** What the option of each is about. */
export const TURNED_OFF_OPTIONS = {
  recording: 'recording',
  callers: 'phone',
  chatTime: 'chatHistory',
} as const satisfies Partial<Record<OptionName, TurnedOff>>

/** Options of what is turned off, at the value that comes closest to its not being there. */
export const WHEN_ENCRYPTED = {
  source: 'encryption',
  name: '',
  rules: {
    recording: { fixed: 'nobody' },
    callers: { fixed: 'lobby' },
    chatTime: { fixed: 'duringMeeting' },
  },
} as const satisfies RuleSet & { rules: Record<keyof typeof TURNED_OFF_OPTIONS, unknown> }
