/** The admin centre by keyboard alone: a policy is made, assigned, reviewed, saved and taken back, and the focus is never lost. */
import type { Page } from '@playwright/test'
import { expect, test } from './looking-glass.ts'

/** More than any page has controls. */
const MOST_STEPS = 120

/** What the focus is on, as a screen reader would call it. */
const focused = (page: Page): Promise<{ name: string; level: string | undefined }> =>
  page.evaluate(() => {
    const { activeElement: element } = document
    if (element === null || element === document.body) return { name: '', level: undefined }
    const label = element.getAttribute('aria-label') ?? (element as HTMLInputElement).labels?.[0]?.textContent
    return { name: (label ?? element.textContent ?? '').trim(), level: element.tagName === 'H1' ? 'page' : undefined }
  })

const expectFocus = async (page: Page): Promise<void> => {
  expect(await page.evaluate(() => document.activeElement !== document.body), 'the focus is on something').toBe(true)
}

/** Goes on with the tab key to the control of this name. */
const goTo = async (page: Page, name: string | RegExp, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> => {
  const isIt = (found: string): boolean => (typeof name === 'string' ? found === name : name.test(found))
  for (let step = 0; step < MOST_STEPS; step += 1) {
    await page.keyboard.press(key)
    if (isIt((await focused(page)).name)) return
  }
  throw new Error(`no control is called ${name}`)
}

/** Whoever comes to a page is at its heading. */
const onPage = async (page: Page, heading: string): Promise<void> => {
  await expect(page.getByRole('heading', { level: 1, name: heading })).toBeFocused()
}

const press = async (page: Page, name: string | RegExp, key?: 'Tab' | 'Shift+Tab'): Promise<void> => {
  await goTo(page, name, key)
  await page.keyboard.press('Enter')
}

const start = async (page: Page, origin: string): Promise<void> => {
  await page.setViewportSize({ width: 1280, height: 800 })
  await page.goto(`${origin}?scenario=admin-meeting-policies`)
  await page.getByRole('heading', { level: 1, name: 'Encryption policies' }).waitFor()
}

test('a policy is made, assigned, reviewed, saved and undone', async ({ glass: { page, origin }, complaints }) => {
  await start(page, origin)
  await press(page, 'Meeting policies')
  await onPage(page, 'Meeting policies')
  await press(page, 'New policy')
  await onPage(page, 'New policy')

  await goTo(page, 'Name')
  await page.keyboard.press('ControlOrMeta+A')
  await page.keyboard.type('Field sales')
  await goTo(page, 'Find people and groups')
  await page.keyboard.type('sta')
  await page.getByRole('button', { name: 'Add Staff' }).waitFor()
  await press(page, 'Add Staff')
  await expect(page.getByRole('searchbox', { name: 'Find people and groups' })).toBeFocused()
  await page.keyboard.type('eli')
  await page.getByRole('button', { name: 'Add Eli Novak' }).waitFor()
  await press(page, 'Add Eli Novak')
  await expect(page.getByRole('searchbox', { name: 'Find people and groups' })).toBeFocused()

  // A row that goes leaves the focus on the next one, and the last on where one finds another.
  await press(page, 'Remove Staff')
  await expect(page.getByRole('button', { name: 'Remove Eli Novak' })).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('searchbox', { name: 'Find people and groups' })).toBeFocused()
  await page.keyboard.type('eli')
  await page.getByRole('button', { name: 'Add Eli Novak' }).waitFor()
  await press(page, 'Add Eli Novak')
  await goTo(page, 'Who may record: what may be chosen')
  await page.keyboard.press('End')
  await expect(page.getByLabel('Who may record: what may be chosen')).toHaveValue('fixed nobody')

  await press(page, 'Review and save', 'Shift+Tab')
  await onPage(page, 'Review changes')
  await expect(page.getByText('Assigned to Eli Novak')).toBeVisible()
  await press(page, 'Save')
  await onPage(page, 'Changes')
  await expect(page.getByText(/^Saved\./)).toBeVisible()

  await press(page, 'Change 4')
  await onPage(page, 'Change 4')
  await press(page, 'Undo this change')
  await onPage(page, 'Changes')
  await expect(page.getByText(/^The last change is undone/)).toBeVisible()
  await press(page, 'Meeting policies', 'Shift+Tab')
  await onPage(page, 'Meeting policies')
  await expect(page.getByRole('button', { name: 'Field sales' })).toHaveCount(0)
  expect(complaints).toEqual([])
})

test('what is deleted, moved, discarded or opened leaves the focus somewhere', async ({
  glass: { page, origin },
  complaints,
}) => {
  await start(page, origin)
  await goTo(page, 'Move Staff up')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('button', { name: 'Move Staff up' })).toBeFocused()
  await press(page, 'Review and save', 'Shift+Tab')
  await press(page, 'Discard changes')
  await onPage(page, 'Review changes')

  await press(page, 'Groups', 'Shift+Tab')
  await press(page, 'Staff')
  await onPage(page, 'Staff')
  await press(page, 'Delete')
  await onPage(page, 'Groups')

  await press(page, 'Administrators', 'Shift+Tab')
  await press(page, 'Remove Bo Lindqvist')
  await expect(page.getByRole('button', { name: 'Remove Eli Novak' })).toBeFocused()
  await press(page, 'Organisation', 'Shift+Tab')
  await press(page, /^Remove https:\/\/sign-in\.aldermere/)
  await expectFocus(page)
  expect((await focused(page)).name).toMatch(/^Remove https:\/\/sign-in\.westerhaven/)

  await press(page, 'Audit log')
  await onPage(page, 'Audit log')
  await press(page, 'Request refused')
  await expect(page.getByRole('button', { name: 'Request refused' })).toBeFocused()
  await press(page, 'Only by Bo Lindqvist')
  await expectFocus(page)
  await press(page, 'Reset', 'Shift+Tab')
  await expectFocus(page)
  expect(complaints).toEqual([])
})
