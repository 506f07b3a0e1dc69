/** A Chromium of its own for each web participant: the voice of its fake microphone is chosen by command line. */
import { type Browser, chromium } from '@playwright/test'
import { CHROMIUM_FLAGS, ensureChromium } from '../../build/setup/chromium.ts'

/** What the fake devices give. */
export interface Fakes {
  /** WAV */
  voiceFile: string
  /** MJPEG; a drawn figure unless given. */
  cameraFile?: string | undefined
}

/**
 * The picture of the fake camera moves at a few frames per second: the rest of the machine is for the other people of the
 * meeting. Three cameras, of which the second is a depth camera that calls can't encode: change to the third. The last flag of a
 * name wins over those before.
 */
export const fakeDevices = ({ voiceFile, cameraFile }: Fakes): string[] => [
  '--use-fake-device-for-media-stream=device-count=3,fps=8',
  `--use-file-for-fake-audio-capture=${voiceFile}`,
  ...(cameraFile === undefined ? [] : [`--use-file-for-fake-video-capture=${cameraFile}`]),
]

interface Browsing extends Fakes {
  /** Makes the program to start out of Chromium's path, as `Network.wrap` does. */
  wrap?: (program: string) => string
  /** An origin that counts as secure though it is plain HTTP: only there are cameras and microphones. */
  trustedOrigin?: string
}

export const launchChromium = async (options: Browsing): Promise<Browser> => {
  const path = await ensureChromium()
  return await chromium.launch({
    executablePath: options.wrap ? options.wrap(path) : path,
    args: [
      ...CHROMIUM_FLAGS,
      ...fakeDevices(options),
      '--auto-select-desktop-capture-source=Entire screen',
      ...(options.trustedOrigin ? [`--unsafely-treat-insecure-origin-as-secure=${options.trustedOrigin}`] : []),
    ],
  })
}
