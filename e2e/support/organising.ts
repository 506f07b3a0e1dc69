/** What one does on screen to the people of a meeting and to the meeting itself, and where one sees what came of it. */
import { expect, type Locator } from '@playwright/test'
import { en } from '#shared/catalogue/en.ts'
import type { OptionName, OptionValue } from '#shared/meeting/options.ts'
import type { Participant } from './participant.ts'

type ManageKey = { [K in keyof typeof en.manage]: (typeof en.manage)[K] extends string ? K : never }[keyof typeof en.manage]
type ModeratedKey = Exclude<keyof typeof en.moderated, 'roleChanged'>
type GivenRole = keyof typeof en.moderated.roleChanged

/** Somebody in the meeting, in whatever client. */
type Named = Pick<Participant, 'name'>

/** A text of the catalogue with its names put in. */
export const filled = (text: string, names: Record<string, string>): string =>
  text.replaceAll(/\{\{(\w+)\}\}/g, (whole, name: string) => names[name] ?? whole)

const panel = (who: Participant, title: string): Locator => who.page.getByRole('complementary', { name: title, exact: true })

/** The panel of the people, opened. */
export const peoplePanel = async (who: Participant): Promise<Locator> => {
  const shown = panel(who, en.people.title)
  const button = who.button(en.toolbar.people)
  if ((await button.getAttribute('aria-pressed')) !== 'true') await button.click()
  await expect(shown).toBeVisible()
  return shown
}

export const closePanel = async (who: Participant): Promise<void> => {
  const shown = who.page.getByRole('complementary')
  await shown.getByRole('button', { name: en.common.close, exact: true }).click()
  await expect(shown).toBeHidden()
}

/** Somebody in the list of those who are in the meeting. */
export const rowOf = async (who: Participant, other: Named): Promise<Locator> =>
  (await peoplePanel(who)).locator('[data-person]').filter({ hasText: other.name })

/** Does something to somebody, by the menu beside their name. */
export const manage = async (who: Participant, other: Named, what: ManageKey): Promise<void> => {
  const row = await rowOf(who, other)
  await row.getByRole('button', { name: filled(en.manage.person, { name: other.name }), exact: true }).click()
  await who.page.getByRole('menuitem', { name: en.manage[what], exact: true }).click()
}

/** What one may do to somebody, in the order of the menu. */
export const manageable = async (who: Participant, other: Participant): Promise<string[]> => {
  const row = await rowOf(who, other)
  await row.getByRole('button', { name: filled(en.manage.person, { name: other.name }), exact: true }).click()
  await expect(who.page.getByRole('menu')).toBeVisible()
  const found = await who.page.getByRole('menuitem').allInnerTexts()
  await who.page.keyboard.press('Escape')
  await expect(who.page.getByRole('menu')).toBeHidden()
  return found
}

/** Removes somebody, or makes them the organiser, and says yes to the question about it. */
export const manageAndConfirm = async (who: Participant, other: Named, what: 'remove' | 'makeOrganiser'): Promise<void> => {
  await manage(who, other, what)
  const dialog = who.page.getByRole('alertdialog', { name: filled(en.manage[`${what}Title`], { name: other.name }) })
  await dialog.getByRole('button', { name: en.manage[`${what}Confirm`], exact: true }).click()
  await expect(dialog).toBeHidden()
}

/** Does something to the whole meeting, by its menu in the panel of the people. */
export const manageMeeting = async (who: Participant, what: string): Promise<void> => {
  await (await peoplePanel(who)).getByRole('button', { name: en.manage.meeting, exact: true }).click()
  await who.page.getByRole('menuitem', { name: what, exact: true }).click()
}

/** Expects to read what was done to one, and by whom. */
export const expectTold = async (who: Participant, what: ModeratedKey, by: Participant): Promise<void> =>
  expect(who.page.locator('[data-banner]')).toContainText(filled(en.moderated[what], { name: by.name }))

export const expectToldRole = async (who: Participant, role: GivenRole, by: Participant): Promise<void> =>
  expect(who.page.locator('[data-banner]')).toContainText(filled(en.moderated.roleChanged[role], { name: by.name }))

// The lobby

/** The list of those who wait, in the panel of the people. */
export const lobbyList = async (who: Participant): Promise<Locator> =>
  (await peoplePanel(who)).getByRole('list', { name: en.admitting.list })

export const waitingRow = async (who: Participant, other: Participant): Promise<Locator> =>
  (await lobbyList(who)).getByRole('listitem').filter({ hasText: other.name })

export const admit = async (who: Participant, other: Participant): Promise<void> => {
  await (await waitingRow(who, other))
    .getByRole('button', { name: filled(en.admitting.admitNamed, { name: other.name }) })
    .click()
}

/** Sends somebody away who waits, for a while or for good. */
export const deny = async (who: Participant, other: Participant, how: 'deny' | 'block'): Promise<void> => {
  const row = await waitingRow(who, other)
  await row.getByRole('button', { name: filled(en.admitting.more, { name: other.name }), exact: true }).click()
  await who.page
    .getByRole('menuitem')
    .filter({ hasText: en.admitting[`${how}Note`] })
    .click()
  await expect(row).toBeHidden()
}

// The options

/** The options of the meeting that runs. */
export const optionsPanel = async (who: Participant): Promise<Locator> => {
  const shown = panel(who, en.options.title)
  if (!(await shown.isVisible())) await manageMeeting(who, en.actions.name.toggleOptions)
  await expect(shown).toBeVisible()
  return shown
}

export const chooseIn = async <N extends OptionName>(place: Locator, name: N, value: OptionValue<N>): Promise<void> => {
  const field = place.getByLabel(en.options.name[name], { exact: true })
  await field.selectOption(value)
  await expect(field).toHaveValue(value)
}

/** Changes an option while the meeting runs. */
export const chooseOption = async <N extends OptionName>(who: Participant, name: N, value: OptionValue<N>): Promise<void> =>
  chooseIn(await optionsPanel(who), name, value)

/** Lets everyone come in directly. */
export const openDoor = async (who: Participant): Promise<void> => {
  await chooseOption(who, 'lobby', 'everyone')
  await closePanel(who)
}

// Guests by name

/** The set-up of a meeting that is on the home screen. */
export const openSetupAtHome = async (who: Participant, title: string): Promise<Locator> => {
  await who.button(filled(en.home.more, { title })).click()
  await who.page.getByRole('menuitem', { name: en.setup.open, exact: true }).click()
  return who.page.getByRole('dialog', { name: filled(en.setup.title, { title }) })
}

/** The set-up of people and guests while the meeting runs. */
export const openSetup = async (who: Participant, tab: 'people' | 'guests'): Promise<Locator> => {
  await manageMeeting(who, en.actions.name.openSetup)
  const dialog = who.page.getByRole('dialog')
  await dialog.getByRole('tab', { name: en.setup.tabs[tab], exact: true }).click()
  return dialog
}

export const closeSetup = async (dialog: Locator): Promise<void> => {
  await dialog.getByRole('button', { name: en.common.close, exact: true }).click()
  await expect(dialog).toBeHidden()
}

/** Makes the link of a guest, in the set-up. Gives it as it stands on screen. */
export const inviteGuest = async (dialog: Locator, name: string): Promise<string> => {
  await dialog.getByLabel(en.setup.guests.name, { exact: true }).fill(name)
  await dialog.getByRole('button', { name: en.setup.guests.invite, exact: true }).click()
  await expect(dialog.getByText(filled(en.setup.guests.made, { name }))).toBeVisible()
  return (await dialog.getByText(/^https?:\/\/\S+#i=/).innerText()).trim()
}

// The log

/** What stands in the log of the meeting, the newest first: what was done, and by whom. */
export const readLog = async (who: Participant): Promise<{ what: string; by: string }[]> => {
  await manageMeeting(who, en.actions.name.toggleLog)
  const shown = panel(who, en.log.title)
  await expect(shown.getByRole('listitem').first()).toBeVisible()
  const lines = await shown.getByRole('listitem').all()
  return Promise.all(
    lines.map(async (line) => {
      const [, what = '', by = ''] = (await line.innerText()).split('\n').filter((part) => part.trim() !== '')
      return { what, by }
    }),
  )
}
