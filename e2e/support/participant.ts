/** Somebody in front of the client: does with it what a person does, and says what they see, hear and send. */
import { expect, type Locator, type Page, test } from '@playwright/test'
import { en } from '#shared/catalogue/en.ts'
import type { EndReason } from '#shared/contract/signalling.ts'
import type { ErrorCode } from '#shared/errors.ts'
import { parseInvitation } from '#shared/meeting/code.ts'
import type { InboundStream, OutboundStream, Picture } from './media-probe.ts'
import { VOICES, type Voice } from './tones.ts'

/** Hz: the width of a few bins of the probe's spectrum. */
const OFF_KEY = 25

type Pictured = 'camera' | 'screen'

export class Participant {
  readonly kind: 'desktop' | 'web'
  readonly name: string
  readonly voice: Voice
  readonly page: Page

  constructor(kind: 'desktop' | 'web', name: string, voice: Voice, page: Page) {
    this.kind = kind
    this.name = name
    this.voice = voice
    this.page = page
  }

  /** The button of exactly this name. */
  button(name: string): Locator {
    return this.page.getByRole('button', { name, exact: true })
  }

  // The way in and out

  /** From home: makes a meeting for now. Gives its code, before the mirror. */
  async startMeeting(title: string): Promise<string> {
    await this.button(en.home.newMeeting).first().click()
    const dialog = this.page.getByRole('dialog')
    await dialog.getByLabel(en.newMeeting.name).fill(title)
    await dialog.getByRole('button', { name: en.newMeeting.start }).click()
    return await this.codeOnScreen()
  }

  /** Before the mirror. */
  async codeOnScreen(): Promise<string> {
    await expect(this.button(en.preJoin.join)).toBeVisible()
    const code = parseInvitation(await this.page.getByRole('main').innerText())
    if (code === undefined) throw new Error('no meeting code before the mirror')
    return code
  }

  /** From home, with the code that somebody passed on. Ends before the mirror. */
  async enterCode(code: string): Promise<void> {
    await this.page.getByLabel(en.home.joinWithCode).fill(code)
    await this.button(en.home.join).click()
  }

  /** From a meeting's link in a browser. Ends before the mirror. */
  async introduceAsGuest(): Promise<void> {
    await this.page.getByLabel(en.signIn.name).fill(this.name)
    await this.button(en.signIn.continue).click()
  }

  /** Expects to see oneself before joining. */
  async expectMirror(): Promise<void> {
    const frames = () =>
      this.page
        .locator('video')
        .first()
        .evaluate((video: HTMLVideoElement) => video.getVideoPlaybackQuality().totalVideoFrames)
    await expect.poll(frames).toBeGreaterThan(3)
  }

  /** From the mirror onto the stage. */
  async join(): Promise<void> {
    await this.button(en.preJoin.join).click()
    await expect(this.tile(this)).toBeVisible()
  }

  /** From the mirror into the lobby. */
  async knock(): Promise<void> {
    await this.button(en.preJoin.join).click()
    await this.expectLobby()
  }

  async expectLobby(): Promise<void> {
    await expect(this.page.getByRole('heading', { level: 1, name: en.lobby.title })).toBeVisible()
  }

  /** Before the mirror or in the lobby: turns camera and microphone off. */
  async withoutMedia(): Promise<void> {
    for (const name of [en.common.camera, en.common.microphone]) {
      const control = this.page.getByRole('switch', { name, exact: true })
      await control.uncheck()
      await expect(control).not.toBeChecked()
    }
  }

  /** Expects to be out of the meeting or the lobby, and to read why. */
  async expectEnded(reason: EndReason | 'uninvited'): Promise<void> {
    await expect(this.page.getByRole('heading', { level: 1, name: en.ended[reason].title })).toBeVisible()
    await expect(this.page.getByText(en.ended[reason].meaning)).toBeVisible()
  }

  /** Expects not to have come in, and to read why. */
  async expectRefused(code: ErrorCode): Promise<void> {
    await expect(this.page.getByRole('heading', { level: 1, name: en.error[code].title })).toBeVisible()
    await expect(this.page.getByText(en.error[code].meaning)).toBeVisible()
  }

  async leave(): Promise<void> {
    await this.button(en.toolbar.leave).click()
  }

  // What one does in a meeting

  /** A button of the toolbar that is pressed or not, as `en.toolbar.microphone`. */
  async press(name: string, pressed: boolean): Promise<void> {
    await this.button(name).click()
    await expect(this.button(name)).toHaveAttribute('aria-pressed', String(pressed))
  }

  /** Shares the first screen there is. */
  async startShare(): Promise<void> {
    await this.button(en.toolbar.share).click()
    if (this.kind === 'desktop') {
      const picker = this.page.getByRole('dialog', { name: en.share.title })
      await picker.getByRole('radio').first().check()
      await picker.getByRole('button', { name: en.share.confirm, exact: true }).click()
    }
    await expect(this.button(en.toolbar.share)).toHaveAttribute('aria-pressed', 'true')
  }

  async stopShare(): Promise<void> {
    await this.press(en.toolbar.share, false)
  }

  /** Takes another device, as in `en.toolbar.cameraOptions` and the device's name. */
  async chooseDevice(menu: string, device: string | RegExp): Promise<void> {
    await this.button(menu).click()
    const entry = this.page.getByRole('menuitemradio', { name: device })
    await entry.click()
    await expect(entry).toBeChecked()
    await this.page.keyboard.press('Escape')
    await expect(entry).toBeHidden()
  }

  /** From the gallery to the speaker view, or back. */
  async switchView(): Promise<void> {
    await this.button(en.toolbar.more).click()
    await this.page.getByRole('menuitemcheckbox', { name: en.actions.name.toggleView }).click()
    await this.page.keyboard.press('Escape')
    await expect(this.page.getByRole('menu')).toBeHidden()
  }

  /** Keeps a picture of what this person sees now with the results of the test. */
  async keepPicture(name: string): Promise<void> {
    await this.page.screenshot({ path: test.info().outputPath(`${name}.png`) })
  }

  /** What the client shows for a moment, or tells screen readers. */
  said(text: string): Locator {
    return this.page.getByText(text).first()
  }

  // What is on the stage

  /** The camera tile of somebody; its name says all that is true of them. */
  tile(other: Participant): Locator {
    return this.page.getByLabel(new RegExp(`^${other.name}( \\(you\\))?,`))
  }

  shareTile(other: Participant): Locator {
    return this.page.getByLabel(en.stage.shareOf.replace('{{name}}', other.name))
  }

  picture(other: Participant, source: Pictured = 'camera'): Locator {
    return (source === 'camera' ? this.tile(other) : this.shareTile(other)).locator('video')
  }

  /** Expects that the picture of somebody is there and goes on moving. */
  async expectMoving(other: Participant, source: Pictured = 'camera', timeout = 30_000): Promise<void> {
    const picture = this.picture(other, source)
    const frames = async (): Promise<number> =>
      await picture
        .evaluate((video: HTMLVideoElement) => video.getVideoPlaybackQuality().totalVideoFrames, undefined, { timeout: 1_000 })
        .catch(() => 0)
    const what = `${this.name} sees the ${source} of ${other.name} move`
    await expect.poll(frames, { message: what, timeout }).toBeGreaterThan(0)
    const before = await frames()
    await expect.poll(frames, { message: what, timeout }).toBeGreaterThan(before + 2)
  }

  // What arrives and what leaves

  async inbound(): Promise<InboundStream[]> {
    return await this.page.evaluate(() => window.mediaProbe.inbound())
  }

  async outbound(): Promise<OutboundStream[]> {
    return await this.page.evaluate(() => window.mediaProbe.outbound())
  }

  async pictures(): Promise<Picture[]> {
    return await this.page.evaluate(() => window.mediaProbe.pictures())
  }

  /** Lets the page itself note when pictures move: on a busy machine a question to it can take longer than what it asks for. */
  async watchMoves(): Promise<void> {
    await this.page.evaluate(() => window.mediaProbe.watchMoves())
  }

  /** Bytes of sound sent so far. */
  async soundSent(): Promise<number> {
    return sum((await this.outbound()).filter(({ kind }) => kind === 'audio').map(({ bytes }) => bytes))
  }

  /** What each received sound track carries now: somebody's voice, or a pitch that is nobody's. Silence is 0 Hz. */
  async heard(): Promise<string[]> {
    const pitches = await this.page.evaluate(() => window.mediaProbe.pitches())
    return pitches.map((pitch) => {
      const voice = Object.entries(VOICES).find(([, tone]) => Math.abs(pitch - tone) < OFF_KEY)?.[0]
      return voice ?? `${Math.round(pitch)} Hz`
    })
  }

  /** Expects to hear the voice of somebody, or not to hear it. */
  async expectHearing(other: Participant, heard = true, timeout = 30_000): Promise<void> {
    const message = `${this.name} ${heard ? 'hears' : 'does not hear'} ${other.name}`
    const poll = expect.poll(() => this.heard(), { message, timeout })
    await (heard ? poll.toContain(other.voice) : poll.not.toContain(other.voice))
  }
}

export const sum = (numbers: number[]): number => numbers.reduce((total, number) => total + number, 0)

/** Expects each to see and hear all the others. */
export const expectAllTogether = async (people: Participant[], timeout = 30_000): Promise<void> => {
  await Promise.all(
    people.map(async (person) => {
      for (const other of people) {
        if (other === person) continue
        await person.expectMoving(other, 'camera', timeout)
        await person.expectHearing(other, true, timeout)
      }
    }),
  )
}
