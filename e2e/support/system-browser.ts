/** The browser that the operating system opens addresses in: where people sign in. Its device has a passkey authenticator. */
import { type Browser, chromium, type ElectronApplication, expect, type Page } from '@playwright/test'
import { Secret, TOTP } from 'otpauth'
import { CHROMIUM_FLAGS, ensureChromium } from '../../build/setup/chromium.ts'
import { SAMPLE_PASSWORD } from '../../server/dev-idp/sample-accounts.ts'
import { host } from '../electron-host/launch.ts'

/** An authenticator in the device that verifies its owner by itself. */
export const addAuthenticator = async (page: Page): Promise<void> => {
  const devtools = await page.context().newCDPSession(page)
  await devtools.send('WebAuthn.enable')
  await devtools.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  })
}

export class SystemBrowser {
  readonly page: Page
  readonly #browser: Browser

  private constructor(browser: Browser, page: Page) {
    this.#browser = browser
    this.page = page
  }

  static async open(): Promise<SystemBrowser> {
    const browser = await chromium.launch({ executablePath: await ensureChromium(), args: [...CHROMIUM_FLAGS] })
    const page = await browser.newPage({ locale: 'en-GB' })
    await addAuthenticator(page)
    return new SystemBrowser(browser, page)
  }

  /** Opens what the program gives to the system's browser while `action` runs or after it. Gives the address. */
  async follow(app: ElectronApplication, action: () => Promise<unknown>): Promise<string> {
    const before = (await host(app).records()).openExternal.length
    await action()
    const opened = async () => (await host(app).records()).openExternal.slice(before)
    await expect.poll(async () => (await opened()).length).toBeGreaterThan(0)
    const address = (await opened()).at(-1) ?? ''
    await this.page.goto(address)
    return address
  }

  #button(name: string | RegExp) {
    return this.page.getByRole('button', { name })
  }

  async givePassword(email: string): Promise<void> {
    await this.page.getByLabel('E-mail').fill(email)
    await this.page.getByLabel('Password', { exact: true }).fill(SAMPLE_PASSWORD)
    await this.#button('Next').click()
  }

  /** Sets an authenticator app up with the key on the page, and gives its first code. */
  async setUpAuthenticatorApp(): Promise<void> {
    const key = (await this.page.locator('#secret').innerText()).replaceAll(' ', '')
    await this.page.getByLabel('Six-digit code').fill(new TOTP({ secret: Secret.fromBase32(key) }).generate())
    await this.#button('Verify').click()
  }

  async createPasskey(): Promise<void> {
    await this.#button('Create a passkey').click()
  }

  async usePasskey(): Promise<void> {
    await this.#button(/passkey/).click()
  }

  /** Lets Parley know who it is, and sees the browser come back to it. */
  async consent(): Promise<void> {
    await this.#button(/^Continue to Parley as/).click()
    await expect(this.page).toHaveURL(/^http:\/\/127\.0\.0\.1:\d+\/callback/)
    await expect(this.page.getByText('Parley').first()).toBeVisible()
  }

  async close(): Promise<void> {
    await this.#browser.close()
  }
}
