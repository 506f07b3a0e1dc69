import type { OptionName } from '#shared/meeting/options.ts'

/** The options in the order in which they are shown, by what they are about. */
export const OPTION_GROUPS = {
  entering: ['lobby', 'guests', 'externals', 'callers', 'admitting'],
  presenting: ['presenting', 'recording', 'recordingConsent'],
  talking: ['microphones', 'cameras', 'reactions', 'chat', 'chatTime', 'moderation'],
  protection: ['watermark', 'capturing', 'copying', 'encryption'],
} as const satisfies Record<string, readonly OptionName[]>
export type OptionGroup = keyof typeof OPTION_GROUPS
export const OPTION_GROUP_NAMES = Object.keys(OPTION_GROUPS) as OptionGroup[]
