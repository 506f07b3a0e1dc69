/** What can be set about a meeting, before it and while it runs. The order of values is from the widest to the strictest. */
import { z } from 'zod'

export const OPTION_VALUES = {
  /** Who comes in directly; everybody else waits in the lobby. */
  lobby: ['everyone', 'organisationTrustedAndGuests', 'organisationAndGuests', 'organisation', 'invited', 'organisers'],
  /** Whether callers by phone come in directly. */
  callers: ['direct', 'lobby'],
  /** Whether people who are not signed in can come at all, invited by name or with the link. */
  guests: ['allowed', 'off'],
  /** Whether people of organisations that this one does not trust can come at all. */
  externals: ['allowed', 'off'],
  /** Who may let people in from the lobby. */
  admitting: ['presenters', 'organisers'],
  /** Who comes in as a presenter. */
  presenting: ['everyone', 'organisation', 'named', 'organisers'],
  /** Whether attendees may unmute; single people can be excepted. */
  microphones: ['allowed', 'heldBack'],
  cameras: ['allowed', 'heldBack'],
  chat: ['everyone', 'presenters', 'nobody'],
  /** Whether the chat goes on after the meeting. */
  chatTime: ['always', 'duringMeeting'],
  /** What happens to a message that the moderation provider objects to. */
  moderation: ['off', 'warn', 'hold'],
  reactions: ['allowed', 'off'],
  /** Whether the page lets the chat be copied. */
  copying: ['allowed', 'off'],
  /** Who may record. */
  recording: ['presenters', 'organisers', 'nobody'],
  /** Whether each person is asked before anything of them is recorded. */
  recordingConsent: ['notAsked', 'asked'],
  /** The viewer's e-mail address over shared content and pictures. */
  watermark: ['off', 'on'],
  /** Whether other programs can take pictures of the client's window. */
  capturing: ['allowed', 'prevented'],
  /** End-to-end encryption. */
  encryption: ['off', 'on'],
} as const
export type OptionName = keyof typeof OPTION_VALUES
export type OptionValue<N extends OptionName> = (typeof OPTION_VALUES)[N][number]
export type MeetingOptions = { readonly [N in OptionName]: OptionValue<N> }

export const OPTION_NAMES = Object.keys(OPTION_VALUES) as readonly OptionName[]

export const DEFAULT_OPTIONS: MeetingOptions = {
  lobby: 'organisationAndGuests',
  callers: 'lobby',
  guests: 'allowed',
  externals: 'allowed',
  admitting: 'presenters',
  presenting: 'everyone',
  microphones: 'allowed',
  cameras: 'allowed',
  chat: 'everyone',
  chatTime: 'always',
  moderation: 'off',
  reactions: 'allowed',
  copying: 'allowed',
  recording: 'presenters',
  recordingConsent: 'notAsked',
  watermark: 'off',
  capturing: 'allowed',
  encryption: 'off',
}

type OptionShape = { [N in OptionName]: z.ZodEnum<{ [V in OptionValue<N>]: V }> }

const shape: Partial<Record<OptionName, z.ZodType>> = {}
for (const name of OPTION_NAMES) shape[name] = z.enum(OPTION_VALUES[name])

export const MeetingOptionsSchema = z.strictObject(shape as OptionShape)
/** Some options, as an organiser changes them. */
export const OptionsChange = MeetingOptionsSchema.partial()
export type OptionsChange = z.infer<typeof OptionsChange>

/** Larger is stricter. */
export const strictnessOf = <N extends OptionName>(name: N, value: OptionValue<N>): number =>
  (OPTION_VALUES[name] as readonly OptionValue<N>[]).indexOf(value)
