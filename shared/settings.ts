/** What a person sets for this client: kept by the main process on the desktop, by the page's storage in a browser. */
import { z } from 'zod'

export const APPEARANCES = ['system', 'light', 'dark', 'highContrast'] as const
/** Those that there is a catalogue for. */
export const SPOKEN_LANGUAGES = ['en', 'de'] as const
export type SpokenLanguage = (typeof SPOKEN_LANGUAGES)[number]

export const LANGUAGES = ['system', ...SPOKEN_LANGUAGES] as const

export const CRASH_REPORTS = ['never', 'ask', 'always'] as const

export const Settings = z.object({
  appearance: z.enum(APPEARANCES).default('system'),
  language: z.enum(LANGUAGES).default('system'),
  /** Device ids of the browser; absent = the system's default. */
  microphoneId: z.string().max(200).optional(),
  cameraId: z.string().max(200).optional(),
  speakerId: z.string().max(200).optional(),
  /** Whether camera and microphone are on when a meeting is joined. */
  joinWithCamera: z.boolean().default(true),
  joinWithMicrophone: z.boolean().default(true),
  /** Asks for small pictures only. */
  dataSaver: z.boolean().default(false),
  /** Address of the service, of the desktop client only: a page comes from its own. Empty: nobody has said which. */
  server: z.string().max(500).default(''),
  /** The three that follow are of the desktop client, too. */
  startAtLogin: z.boolean().default(false),
  hardwareAcceleration: z.boolean().default(true),
  /** Whether reports of crashes are sent. */
  crashReports: z.enum(CRASH_REPORTS).default('ask'),
})
export type Settings = z.infer<typeof Settings>

export const defaultSettings = (): Settings => Settings.parse({})
