import type { Page } from '@playwright/test'

/** Lets the page's scripts stand still; what it captures goes on being sent by the browser. Gives what wakes it. */
export const freeze = async (page: Page): Promise<() => Promise<void>> => {
  const cdp = await page.context().newCDPSession(page)
  await cdp.send('Debugger.enable')
  await cdp.send('Debugger.pause')
  return async () => {
    await cdp.send('Debugger.disable')
  }
}
