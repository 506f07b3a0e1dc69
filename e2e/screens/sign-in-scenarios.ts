/** States of the question who somebody is. */
import type { ErrorCode } from '#shared/errors.ts'
import type { PlatformScenario } from './fake-platform.ts'
import type { Scenario } from './scenarios.ts'

const member = { samples: false } as const

const signingIn = (step: 'starting' | 'browser' | 'finishing'): Scenario => ({
  name: `sign-in-${step}`,
  platform: { ...member, identity: { state: 'signingIn', step, organisation: 'Northwind' } },
  ...(step === 'browser' ? { extremes: true } : {}),
})

const refused = (name: string, code: ErrorCode, platform: PlatformScenario = member): Scenario => ({
  name: `sign-in-${name}`,
  platform: { ...platform, signInRefusal: code },
  act: async (page) => {
    await page.getByRole('button', { name: 'Sign in', exact: true }).click()
    await page.getByText(`Code ${code}`).waitFor()
  },
})

export const signInScenarios: readonly Scenario[] = [
  { name: 'sign-in', extremes: true },
  { name: 'sign-in-loading', platform: { about: 'never' } },
  { name: 'sign-in-unreachable', platform: { about: 'SERVICE_UNREACHABLE' } },
  { name: 'sign-in-preset', platform: member },
  { name: 'sign-in-by-email', platform: { ...member, signIn: 'byEmail' }, extremes: true },
  {
    name: 'sign-in-email-invalid',
    platform: { ...member, signIn: 'byEmail' },
    act: async (page) => {
      await page.getByLabel('Work e-mail address').fill('ada at northwind')
      await page.getByRole('button', { name: 'Sign in', exact: true }).click()
    },
  },
  signingIn('starting'),
  signingIn('browser'),
  signingIn('finishing'),
  refused('refused', 'SIGN_IN_REFUSED'),
  refused('no-keystore', 'KEYSTORE_UNAVAILABLE', {}),
  { name: 'sign-in-ended', platform: { ...member, identity: { state: 'signedOut', reason: 'SESSION_ENDED' } } },
  { name: 'sign-in-samples', platform: { signIn: 'none' } },
  { name: 'sign-in-none', platform: { ...member, signIn: 'none' } },
  { name: 'sign-in-web', platform: { ...member, kind: 'web' } },
  {
    name: 'sign-in-name-taken',
    platform: { kind: 'web', guestRefusal: 'NAME_TAKEN' },
    act: async (page) => {
      await page.getByRole('button', { name: 'Join as a guest' }).click()
      await page.getByLabel('Meeting link or code').fill('abc-defg-hjk')
      await page.getByLabel('Your name').fill('Bo Lindqvist')
      await page.getByRole('button', { name: 'Continue', exact: true }).click()
      await page.getByText('Guests can’t use the name of a member').waitFor()
    },
  },
  {
    name: 'sign-in-guest',
    platform: { kind: 'web' },
    act: async (page) => {
      await page.getByRole('button', { name: 'Join as a guest' }).click()
      await page.getByRole('button', { name: 'Continue', exact: true }).click()
    },
  },
  { name: 'sign-in-invited', platform: { kind: 'web' }, place: 'meeting', extremes: true },
  {
    name: 'sign-in-guest-desktop',
    act: async (page) => {
      await page.getByRole('button', { name: 'Join as a guest' }).click()
      await page.getByLabel('Meeting link or code').fill('abc-defg-hjk')
    },
  },
]
