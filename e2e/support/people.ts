/** Who comes to a journey, each with a browser and a voice of their own. */
import { join } from 'node:path'
import { type Browser, type BrowserContext, expect } from '@playwright/test'
import { en } from '#shared/catalogue/en.ts'
import { launchDesktop } from '../electron-host/launch.ts'
import { fakeDevices, launchChromium } from './chromium.ts'
import { holdingsProbe } from './holdings-probe.ts'
import { mediaProbe } from './media-probe.ts'
import type { Network } from './network.ts'
import { Participant } from './participant.ts'
import type { RunningService } from './service.ts'
import { SystemBrowser } from './system-browser.ts'
import { VOICES, type Voice, writeVoice } from './tones.ts'

export const SAMPLE_PEOPLE = { ada: 'Ada Moreau', bo: 'Bo Lindqvist', chen: 'Chen Wei', dara: 'Dara Okafor' } as const
export type SamplePerson = keyof typeof SAMPLE_PEOPLE

/** What has to be known of a service to come to it. */
type Reached = Pick<RunningService, 'origin' | 'port'>

export class People {
  /** What the camera of somebody shows, by name: MJPEG files. */
  readonly cameraFiles = new Map<string, string>()
  /** CSS px. */
  viewport = { width: 960, height: 600 }
  readonly #service: Reached
  readonly #stack: AsyncDisposableStack
  readonly #folder: string
  readonly #voices = Object.keys(VOICES) as Voice[]
  #extras: Promise<{ browser: Browser; voice: Voice }> | undefined

  constructor(service: Reached, stack: AsyncDisposableStack, folder: string) {
    this.#service = service
    this.#stack = stack
    this.#folder = folder
  }

  #takeVoice(): { voice: Voice; voiceFile: string } {
    const voice = this.#voices.shift()
    if (voice === undefined) throw new Error('there are voices for four people')
    const voiceFile = join(this.#folder, `${voice}.wav`)
    writeVoice(voiceFile, voice)
    return { voice, voiceFile }
  }

  async #addProbes(context: BrowserContext): Promise<void> {
    await context.addInitScript(mediaProbe)
    await context.addInitScript(holdingsProbe)
  }

  /** A sample person in the desktop client, at home. `os`: the system that it takes itself to be on; `env`: as the system tells it. */
  async desktop(person: SamplePerson, os?: 'windows' | 'macos', env: Record<string, string> = {}): Promise<Participant> {
    const { voice, voiceFile } = this.#takeVoice()
    const { app } = await launchDesktop({
      args: [`--person=${person}`, ...fakeDevices({ voiceFile, cameraFile: this.cameraFiles.get(SAMPLE_PEOPLE[person]) })],
      env: { PARLEY_SERVICE_URL: this.#service.origin, ...(os === undefined ? {} : { PARLEY_PRETEND_OS: os }), ...env },
    })
    this.#stack.defer(() => app.close())
    const page = await app.firstWindow()
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
    await this.#addProbes(app.context())
    // What the page has made before the probes came is not theirs to see.
    await page.reload()
    return new Participant('desktop', SAMPLE_PEOPLE[person], voice, page)
  }

  /** A member of a sample organisation, who has just signed in to the desktop client with a second factor. */
  async signedIn({ name, email }: { name: string; email: string }, os?: 'windows' | 'macos'): Promise<Participant> {
    const { voice, voiceFile } = this.#takeVoice()
    const { app } = await launchDesktop({
      args: fakeDevices({ voiceFile }),
      env: { PARLEY_SERVICE_URL: this.#service.origin, ...(os === undefined ? {} : { PARLEY_PRETEND_OS: os }) },
    })
    this.#stack.defer(() => app.close())
    const page = await app.firstWindow()
    const browser = await SystemBrowser.open()
    try {
      await browser.follow(app, () => page.getByRole('button', { name: en.signIn.signIn, exact: true }).click())
      await browser.givePassword(email)
      await browser.setUpAuthenticatorApp()
      await browser.createPasskey()
      await browser.consent()
      await expect(page.getByRole('heading', { level: 1, name: en.home.title })).toBeVisible()
    } finally {
      await browser.close()
    }
    await this.#addProbes(app.context())
    await page.reload()
    return new Participant('desktop', name, voice, page)
  }

  async #browse(name: string, path: string, network?: Network): Promise<Participant> {
    const { voice, voiceFile } = this.#takeVoice()
    const origin = network ? `http://${network.hostAddress}:${this.#service.port}` : this.#service.origin
    const browser = await launchChromium({
      voiceFile,
      cameraFile: this.cameraFiles.get(name),
      ...(network ? { wrap: (program: string) => network.wrap(program), trustedOrigin: origin } : {}),
    })
    this.#stack.defer(() => browser.close())
    return await this.#enter(browser, name, voice, `${origin}${path}`)
  }

  async #enter(browser: Browser, name: string, voice: Voice, address: string): Promise<Participant> {
    const context = await browser.newContext({
      permissions: ['camera', 'microphone'],
      viewport: this.viewport,
      reducedMotion: 'reduce',
    })
    await this.#addProbes(context)
    const page = await context.newPage()
    await page.goto(address)
    return new Participant('web', name, voice, page)
  }

  async #launchExtras(): Promise<{ browser: Browser; voice: Voice }> {
    const { voice, voiceFile } = this.#takeVoice()
    const browser = await launchChromium({ voiceFile })
    this.#stack.defer(() => browser.close())
    return { browser, voice }
  }

  /**
   * Somebody who comes to an address or a path of the service in a browser that all extras share, each with a profile of their
   * own: for those of whom it doesn't matter whose voice and picture they have.
   */
  async extra(name: string, address: string): Promise<Participant> {
    this.#extras ??= this.#launchExtras()
    const { browser, voice } = await this.#extras
    return await this.#enter(browser, name, voice, new URL(address, this.#service.origin).href)
  }

  /** A sample person in a browser, at home. */
  async web(person: SamplePerson): Promise<Participant> {
    return await this.#browse(SAMPLE_PEOPLE[person], `/?person=${person}`)
  }

  /** A guest with the meeting's link in a browser, about to give their name. */
  async guest(name: string, code: string, network?: Network): Promise<Participant> {
    return await this.#browse(name, `/join/${code}`, network)
  }
}
