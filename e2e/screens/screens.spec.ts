/** Every screen in every state: nothing for axe to find, nothing that scrolls sideways, no error in the console; and a picture, if asked for. */
import { mkdir } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import type { Page } from '@playwright/test'
import type axe from 'axe-core'
import { expect, test } from './looking-glass.ts'
import { type Scenario, scenarios } from './scenarios.ts'

/** Taking them is a fifth of the time, and only people look at them: with PARLEY_PICTURES=1. */
const TAKES_PICTURES = process.env.PARLEY_PICTURES === '1'
const PICTURES = resolve(import.meta.dirname, '../../artifacts/screens')
const APPEARANCES = ['light', 'dark', 'highContrast'] as const
const DESKTOP = { width: 1280, height: 800 } as const
const PHONE = { width: 390, height: 844 } as const
const NARROWEST = { width: 320, height: 640 } as const
const LARGEST = { width: 3840, height: 2160 } as const
type Appearance = (typeof APPEARANCES)[number]
interface Size {
  width: number
  height: number
}

/** What does not fit depends on the size and not on the colours, and what can't be read the other way round. */
const VIEWS: readonly [Appearance, Size][] = [
  ['light', DESKTOP],
  ['light', PHONE],
  ['dark', DESKTOP],
  ['highContrast', PHONE],
]
const EVERY_VIEW = APPEARANCES.flatMap((appearance) => [DESKTOP, PHONE].map((size): [Appearance, Size] => [appearance, size]))
/** Fluent's own: invisible elements that pass the focus on in the moment they get it, so nobody is ever in them. */
const FOCUS_GUARDS = '[data-tabster-dummy]'

declare global {
  interface Window {
    axe: typeof axe
  }
}

/** The rules of axe that look at colours. All others look at what is the same in every appearance. */
const COLOUR_RULES = ['color-contrast', 'link-in-text-block']

/** Everything that makes a size and appearance unusable, in words. */
const problemsOf = async (page: Page, label: string, rules?: string[]): Promise<string[]> => {
  const violations = await page.evaluate(
    async ([exclude, only]) => {
      const options = { resultTypes: ['violations' as const], ...(only === undefined ? {} : { runOnly: only }) }
      const { violations: found } = await window.axe.run({ exclude: [[exclude]] }, options)
      return found.flatMap(({ id, nodes }) =>
        nodes.map(({ html, failureSummary }) => `${id}: ${failureSummary} ${html.slice(0, 200)}`),
      )
    },
    [FOCUS_GUARDS, rules] as const,
  )
  const stickingOut = await page.evaluate(() =>
    [...document.querySelectorAll('form input, form button')]
      .filter((control) => {
        const form = control.closest('form')?.getBoundingClientRect()
        return form !== undefined && control.getBoundingClientRect().right > form.right + 1
      })
      .map((control) => `sticks out of its form: ${control.outerHTML.slice(0, 200)}`),
  )
  const found = [...violations, ...stickingOut].map((problem) => `${label}: ${problem}`)
  const sideways = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
  return sideways > 0 ? [...found, `${label}: ${sideways} px wider than the window`] : found
}

const look = async (page: Page, scenario: Scenario, problems: string[]): Promise<void> => {
  const at = async (appearance: Appearance, size: Size): Promise<void> => {
    const label = `${scenario.name}-${appearance}-${size.width}`
    await page.setViewportSize(size)
    await page.evaluate((chosen) => window.showcase.setAppearance(chosen), appearance)
    await expect(page.locator(`html[data-appearance="${appearance}"]`)).toBeAttached()
    // Colours are on their way for a frame after the theme has changed.
    await page.waitForFunction(() => !document.getAnimations().some((animation) => animation instanceof CSSTransition))
    await scenario.shows?.(page).scrollIntoViewIfNeeded()
    problems.push(...(await problemsOf(page, label, appearance === 'light' ? undefined : COLOUR_RULES)))
    if (TAKES_PICTURES) await page.screenshot({ path: join(PICTURES, `${label}.png`) })
  }
  for (const [appearance, size] of TAKES_PICTURES ? EVERY_VIEW : VIEWS) await at(appearance, size)
  if (scenario.extremes !== true) return
  for (const appearance of APPEARANCES) await at(appearance, NARROWEST)
  await at('light', LARGEST)
}

test.beforeAll(() => mkdir(PICTURES, { recursive: true }))

for (const scenario of scenarios) {
  test(scenario.name, async ({ glass: { page, origin }, complaints }) => {
    const problems: string[] = []
    await page.setViewportSize(DESKTOP)
    await page.goto(`${origin}?scenario=${scenario.name}`)
    // A screen whose code is still loading has neither.
    await page.locator('h1, [role=dialog]').first().waitFor()
    await scenario.act?.(page)
    await look(page, scenario, problems)
    expect([...problems, ...complaints]).toEqual([])
  })
}
