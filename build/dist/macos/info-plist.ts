/** What macOS is told about the program, and what it tells people when the program first asks for something. */
import { de } from '#shared/catalogue/de.ts'
import { en } from '#shared/catalogue/en.ts'

type UsageKey = (typeof USAGE_KEYS)[keyof typeof USAGE_KEYS]

/** Texts of the catalogue by the key that macOS looks for. What is not here is never asked for. */
export const USAGE_KEYS = {
  camera: 'NSCameraUsageDescription',
  microphone: 'NSMicrophoneUsageDescription',
  systemAudio: 'NSAudioCaptureUsageDescription',
  localNetwork: 'NSLocalNetworkUsageDescription',
} as const

/** The catalogue's languages, as macOS names their folders. */
const TEXTS = { en: en.desktop.usage, de: de.desktop.usage } as const

/** Electron's own plist asks for these, too; Parley needs none of them. */
const NOT_ASKED_FOR = [
  'NSBluetoothAlwaysUsageDescription',
  'NSBluetoothPeripheralUsageDescription',
  'NSLocationUsageDescription',
] as const

const usageOf = (language: keyof typeof TEXTS): Record<UsageKey, string> => {
  const texts = TEXTS[language]
  return {
    NSCameraUsageDescription: texts.camera,
    NSMicrophoneUsageDescription: texts.microphone,
    NSAudioCaptureUsageDescription: texts.systemAudio,
    NSLocalNetworkUsageDescription: texts.localNetwork,
  }
}

/** Null takes away what Electron has there. */
export const infoPlistAdditions = (): Record<string, unknown> => ({
  ...Object.fromEntries(NOT_ASKED_FOR.map((key) => [key, null])),
  ...usageOf('en'),
  CFBundleLocalizations: Object.keys(TEXTS),
  CFBundleDevelopmentRegion: 'en',
})

/** No plain HTTP anywhere but to this computer: what electron-builder sets for an updater of its own is more. */
export const APP_TRANSPORT_SECURITY = { NSAllowsArbitraryLoads: false, NSAllowsLocalNetworking: true } as const

/** Contents of `InfoPlist.strings` for each language's folder. */
export const infoPlistStrings = (): ReadonlyMap<string, string> =>
  new Map(
    (Object.keys(TEXTS) as (keyof typeof TEXTS)[]).map((language) => [
      `${language}.lproj/InfoPlist.strings`,
      Object.entries(usageOf(language))
        .map(([key, text]) => `${JSON.stringify(key)} = ${JSON.stringify(text)};\n`)
        .join(''),
    ]),
  )
