/** A recorded meeting by keyboard alone: the question is answered, the notice read and put away, the panel opened and closed. */
import type { Page } from '@playwright/test'
import { en } from '#shared/catalogue/en.ts'
import { expect, test } from './looking-glass.ts'

/** More than the stage has controls. */
const MOST_STEPS = 60
const words = en.recording

const open = async (page: Page, origin: string, scenario: string): Promise<void> => {
  await page.setViewportSize({ width: 1280, height: 800 })
  await page.goto(`${origin}?scenario=${scenario}`)
  await page.locator('[data-banner]').waitFor()
}

const goTo = async (page: Page, name: string, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> => {
  for (let step = 0; step < MOST_STEPS; step += 1) {
    await page.keyboard.press(key)
    const found = await page.evaluate(() => {
      const { activeElement: element } = document
      return element?.getAttribute('aria-label') ?? element?.textContent ?? ''
    })
    if (found === name) return
  }
  throw new Error(`no control is called ${name}`)
}

test('the question has the focus, does not go away by itself, and is answered', async ({ glass: { page, origin } }) => {
  await open(page, origin, 'stage-recorded-consent')
  const dialog = page.getByRole('alertdialog', { name: words.consent.title })
  await expect(dialog).toBeVisible()
  await expect(dialog.locator(':focus')).toHaveCount(1)
  await page.keyboard.press('Escape')
  await expect(dialog).toBeVisible()
  await goTo(page, words.consent.notNow)
  await page.keyboard.press('Enter')
  await expect(dialog).toBeHidden()
  const microphone = page.getByRole('button', { name: en.toolbar.microphone, exact: true })
  await expect(microphone).toHaveAttribute('aria-disabled', 'true')
  await goTo(page, words.consent.answer)
  await page.keyboard.press('Enter')
  await goTo(page, words.consent.agree)
  await page.keyboard.press('Enter')
  await expect(dialog).toBeHidden()
  await expect(microphone).toHaveAttribute('aria-disabled', 'false')
})

test('the notice leads to who records, and can be put away', async ({ glass: { page, origin } }) => {
  await open(page, origin, 'stage-recorded')
  await goTo(page, words.details)
  await page.keyboard.press('Enter')
  const panel = page.getByRole('complementary', { name: words.panel.title })
  await expect(panel.locator(':focus')).toHaveCount(1)
  await page.keyboard.press('Escape')
  await expect(panel).toBeHidden()
  await goTo(page, en.notices.dismiss)
  await page.keyboard.press('Enter')
  await expect(page.locator('[data-banner]')).toBeHidden()
  await goTo(page, words.state.running)
  await page.keyboard.press('Enter')
  await expect(panel).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('button', { name: words.state.running, exact: true })).toBeFocused()
})
