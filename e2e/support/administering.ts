/** What an administrator does on screen to the rules of the organisation. */
import { expect, type Locator } from '@playwright/test'
import { en } from '#shared/catalogue/en.ts'
import type { OptionName } from '#shared/meeting/options.ts'
import { filled } from './organising.ts'
import type { Participant } from './participant.ts'

type Area = keyof typeof en.admin.area
type Rule = 'boundOf' | 'presetOf' | 'modeOf' | 'valueOf' | 'demandOf'

/** The way to the admin centre, for whoever may go there. */
export const adminEntry = (who: Participant): Locator =>
  who.page.getByRole('navigation', { name: en.home.rail }).getByRole('button', { name: en.admin.title, exact: true })

const areas = (who: Participant): Locator => who.page.getByRole('navigation', { name: en.admin.title, exact: true })

const expectPage = async (who: Participant, name: string): Promise<void> =>
  expect(who.page.getByRole('heading', { level: 1, name, exact: true })).toBeVisible()

/** Goes to an area of the admin centre, from wherever one is outside meetings. */
export const openArea = async (who: Participant, area: Area): Promise<void> => {
  if (!(await areas(who).isVisible())) await adminEntry(who).click()
  await areas(who).getByRole('button', { name: en.admin.area[area], exact: true }).click()
  await expectPage(who, en.admin.area[area])
}

/** Goes to an entry of an area by its name. */
export const openEntry = async (who: Participant, area: Area, name: string): Promise<void> => {
  await openArea(who, area)
  await who.page.getByRole('table').getByRole('button', { name, exact: true }).click()
  await expectPage(who, name)
}

/** Makes an entry of this name; `label` is what the button says that makes one. */
export const makeEntry = async (who: Participant, area: Area, label: string, name: string): Promise<void> => {
  await openArea(who, area)
  await who.button(label).click()
  await who.page.getByLabel(en.admin.field.name, { exact: true }).fill(name)
  await expectPage(who, name)
}

/** Says what holds of an option, on the page of a policy, a template or a label. */
export const rule = async (who: Participant, what: Rule, option: OptionName, value: string): Promise<void> => {
  const field = who.page.getByLabel(filled(en.admin.rule[what], { option: en.options.name[option] }), { exact: true })
  await field.selectOption(value)
  await expect(field).toHaveValue(value)
}

/** Finds people or groups by name, and takes what was found. */
export const find = async (who: Participant, label: string, name: string): Promise<void> => {
  await who.page.getByRole('main').getByRole('searchbox', { name: label, exact: true }).first().fill(name)
  await who.button(filled(en.admin.finder.add, { name })).click()
}

/** What is going to be saved, in words. */
export const review = async (who: Participant): Promise<Locator> => {
  await who.button(en.admin.unsaved.review).click()
  await expectPage(who, en.admin.review.title)
  return who.page.getByRole('main')
}

/** On the page that says what is going to be saved. */
export const save = async (who: Participant): Promise<void> => {
  await who.button(en.admin.save).click()
  await expect(who.page.getByRole('status').getByText(en.admin.outcome.saved)).toBeVisible()
}

export const reviewAndSave = async (who: Participant): Promise<void> => {
  await review(who)
  await save(who)
}

/** Replaces all rules with those of a file. */
export const importRules = async (who: Participant, file: string): Promise<void> => {
  await openArea(who, 'file')
  await who.page.getByLabel(en.admin.file.choose).setInputFiles(file)
  await who.button(en.admin.file.save).click()
  await expect(who.page.getByRole('status').getByText(en.admin.outcome.imported)).toBeVisible()
}
