/** The self-check and updates without a mouse. */
import type { Page } from '@playwright/test'
import { expect, test } from './looking-glass.ts'

const open = async ({ page, origin }: { page: Page; origin: string }, scenario: string): Promise<void> => {
  await page.setViewportSize({ width: 1280, height: 800 })
  await page.goto(`${origin}?scenario=${scenario}`)
  await page.locator('h1').first().waitFor()
}

/** With Tab alone, until something has the focus. */
const tabTo = async (page: Page, name: string): Promise<void> => {
  const isThere = (): Promise<boolean> =>
    page.getByRole('button', { name }).evaluateAll((all) => all.some((element) => element === document.activeElement))
  for (let step = 0; step < 80 && !(await isThere()); step++) await page.keyboard.press('Tab')
  expect(await isThere()).toBe(true)
}

test('the self-check is opened, read, passed on and closed by keyboard', async ({ glass }) => {
  const { page } = glass
  await open(glass, 'settings')
  await tabTo(page, 'Start the self-check')
  await page.keyboard.press('Enter')
  const dialog = page.getByRole('dialog', { name: 'Diagnostics' })
  await expect(dialog.getByRole('button', { name: 'Save report' })).toBeVisible()
  // Focus is in it from the start, and does not leave it.
  expect(await dialog.evaluate((element) => element.contains(document.activeElement))).toBe(true)
  await tabTo(page, 'Save report')
  await page.keyboard.press('Enter')
  await expect(dialog.getByText('The report is saved.')).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(dialog).toBeHidden()
  await expect(page.getByRole('button', { name: 'Start the self-check' })).toBeFocused()
})

test('the steps of an update are reached by keyboard', async ({ glass }) => {
  const { page } = glass
  await open(glass, 'updates-home-ready')
  await tabTo(page, 'Restart and install')
  await page.keyboard.press('Tab')
  await expect(page.getByRole('button', { name: 'Later' })).toBeFocused()
})
