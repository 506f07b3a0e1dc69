/** People write to one another in a meeting: what each of them does on screen, and what the others see of it. */
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { Locator } from '@playwright/test'
import { en } from '#shared/catalogue/en.ts'
import { expect, test } from '../support/journey.ts'
import { chooseIn, closeSetup, filled } from '../support/organising.ts'
import { expectAllTogether, type Participant } from '../support/participant.ts'

test.setTimeout(180_000)

const panel = ({ page }: Participant): Locator => page.getByRole('complementary', { name: en.chat.title, exact: true })
const field = (who: Participant): Locator => panel(who).getByRole('textbox', { name: en.chat.compose.label })
/** By its own text, not by what it answers. */
const message = (who: Participant, text: string): Locator =>
  panel(who)
    .locator('[data-message]')
    .filter({ has: who.page.locator('p', { hasText: text }) })
const open = async (who: Participant): Promise<void> => {
  await who.page.keyboard.press('Control+Alt+c')
  await expect(field(who)).toBeFocused()
}
const write = async (who: Participant, text: string): Promise<void> => {
  await field(who).click()
  await who.page.keyboard.type(text)
  await who.page.keyboard.press('Enter')
  await expect(field(who)).toHaveValue('')
}
const choose = async (who: Participant, text: string, what: string): Promise<void> => {
  await message(who, text).hover()
  await message(who, text).getByRole('button', { name: en.chat.actions.more, exact: true }).click()
  await who.page.getByRole('menuitem', { name: what, exact: true }).click()
}

test('messages, mentions, answers, reactions, changes and deletions are seen by all, and are there again after a reload', async ({
  people,
}) => {
  const ada = await people.web('ada')
  const code = await ada.startMeeting('Weekly review')
  const bo = await people.web('bo')
  await ada.join()
  await bo.enterCode(code)
  await bo.join()
  await expectAllTogether([ada, bo])

  await test.step('who has the chat closed sees that there is something to read', async () => {
    await open(ada)
    await write(ada, 'Good morning')
    await expect(bo.button(en.toolbar.chat)).toContainText('1')
    await open(bo)
    await expect(message(bo, 'Good morning')).toContainText(ada.name)
    await expect(bo.button(en.toolbar.chat)).not.toContainText('1')
  })

  await test.step('somebody is mentioned by the keyboard alone', async () => {
    await field(bo).click()
    await bo.page.keyboard.type('@ad')
    await expect(bo.page.getByRole('option')).toHaveCount(1)
    await bo.page.keyboard.press('Enter')
    await bo.page.keyboard.type('and to you: https://example.org/plan')
    await bo.page.keyboard.press('Enter')
    await expect(message(ada, `@${ada.name} and to you: https://example.org/plan`)).toBeVisible()
  })

  await test.step('a link asks before it opens', async () => {
    await message(ada, 'and to you').getByRole('button', { name: 'https://example.org/plan' }).click()
    const dialog = ada.page.getByRole('dialog', { name: en.chat.link.title })
    await expect(dialog).toContainText('example.org')
    await dialog.getByRole('button', { name: en.common.cancel }).click()
    await expect(dialog).toBeHidden()
    expect(ada.page.context().pages()).toHaveLength(1)
  })

  await test.step('an answer, a reaction, a change and a deletion', async () => {
    await message(ada, 'and to you').hover()
    await message(ada, 'and to you').getByRole('button', { name: en.chat.actions.reply }).click()
    await write(ada, 'I will look at it')
    await expect(message(bo, 'I will look at it')).toContainText(`${bo.name}: @${ada.name}`)
    await message(bo, 'I will look at it').hover()
    await message(bo, 'I will look at it').getByRole('button', { name: en.chat.actions.react }).click()
    await bo.page.getByRole('button', { name: en.chat.emoji.celebrating }).click()
    await expect(
      message(ada, 'I will look at it').getByRole('button', { name: `${en.chat.emoji.celebrating}, 1 person` }),
    ).toBeVisible()
    await field(ada).click()
    await ada.page.keyboard.press('ArrowUp')
    await expect(field(ada)).toHaveValue('I will look at it')
    await ada.page.keyboard.type(' tonight')
    await ada.page.keyboard.press('Enter')
    await expect(message(bo, 'I will look at it tonight')).toContainText(en.chat.edited)
    await choose(ada, 'and to you', en.chat.actions.delete)
    await ada.page.getByRole('alertdialog').getByRole('button', { name: en.chat.delete.confirm }).click()
    await expect(message(bo, en.chat.deletedByOrganiser)).toBeVisible()
    await expect(message(bo, 'example.org/plan')).toBeHidden()
    await choose(bo, 'Good morning', en.chat.actions.report)
    await expect(message(bo, 'Good morning')).toContainText(en.chat.reported)
  })

  await test.step('whoever comes back has it all', async () => {
    await bo.leave()
    await bo.page.goto(bo.page.url().replace(/\/join\/.*$/, '/'))
    await bo.enterCode(code)
    await bo.join()
    await open(bo)
    await expect(message(bo, 'I will look at it tonight')).toBeVisible()
    await expect(message(bo, en.chat.deletedByOrganiser)).toBeVisible()
  })
})

test('a long chat is read back page by page, and nothing jumps while one reads', async ({ people, service }) => {
  const ada = await people.web('ada')
  const code = await ada.startMeeting('Weekly review')
  const bo = await people.web('bo')
  await ada.join()
  await bo.enterCode(code)
  await bo.join()
  await expectAllTogether([ada, bo])
  await open(ada)
  await write(ada, 'the first of all')

  // What took people hours is put in their place while the service is away.
  const written = 120
  await service.kill()
  const database = new DatabaseSync(join(service.dataDir, 'parley.db'))
  const copy = database.prepare(`insert into messages
    (id, meeting_id, author_id, author_name, author_standing, text, at, mentions)
    select ?, meeting_id, author_id, author_name, author_standing, ?, at + ?, mentions from messages where text = 'the first of all'`)
  for (let count = 1; count <= written; count += 1) copy.run(`copy-${count}`, `number ${count}.`, count)
  database.close()
  await service.restart()
  await expectAllTogether([ada, bo])

  await open(bo)
  const list = panel(bo).getByRole('region', { name: en.chat.list })
  const newest = message(bo, `number ${written}.`)
  await expect(newest).toBeAttached()
  await expect(panel(bo).locator('[data-message]')).toHaveCount(50)
  const placeOf = async (text: string): Promise<number> => (await message(bo, text).boundingBox())?.y ?? Number.NaN

  await list.evaluate((element) => element.scrollTo(0, 100))
  const oldest = `number ${written - 49}.`
  await expect(panel(bo).locator('[data-message]')).toHaveCount(100)
  expect(await placeOf(oldest)).toBeGreaterThan(0)
  await list.evaluate((element) => element.scrollTo(0, 0))
  await expect(message(bo, 'the first of all')).toBeAttached()
  await expect(panel(bo).locator('[data-message]')).toHaveCount(written + 1)

  const before = await placeOf('number 30.')
  await write(ada, 'something new')
  await panel(bo)
    .getByRole('button', { name: en.chat.jump_one.replace('{{count}}', '1') })
    .waitFor()
  expect(await placeOf('number 30.')).toBe(before)
  await panel(bo)
    .getByRole('button', { name: en.chat.jump_one.replace('{{count}}', '1') })
    .click()
  await expect(message(bo, 'something new')).toBeInViewport()
  await expect(bo.button(en.toolbar.chat)).not.toContainText('1')
})

test('who was in a meeting reads its chat and writes in it afterwards, unless it is for the meeting only', async ({ people }) => {
  const [ada, bo] = await Promise.all([people.extra('Ada Moreau', '/?person=ada'), people.extra('Bo Lindqvist', '/?person=bo')])
  const title = 'Weekly review'
  const code = await ada.startMeeting(title)
  await ada.withoutMedia()
  await ada.join()
  await bo.enterCode(code)
  await bo.withoutMedia()
  await bo.join()
  await open(ada)
  await write(ada, 'See you next week')
  await expect(bo.button(en.toolbar.chat)).toContainText('1')
  const past = ({ page }: Participant): Locator => page.getByRole('dialog', { name: filled(en.chat.past.title, { title }) })
  const read = async (who: Participant): Promise<void> => {
    await who.button(filled(en.home.more, { title })).click()
    await who.page.getByRole('menuitem', { name: en.home.chat, exact: true }).click()
    await expect(past(who)).toContainText('See you next week')
  }
  const close = async (who: Participant): Promise<void> => {
    await past(who).getByRole('button', { name: en.common.close, exact: true }).click()
    await expect(past(who)).toBeHidden()
  }
  const pastField = (who: Participant): Locator => past(who).getByRole('textbox', { name: en.chat.compose.label })

  await test.step('while it runs, one writes from within', async () => {
    await bo.leave()
    await bo.button(en.common.backToHome).click()
    await read(bo)
    await expect(past(bo).getByText(en.chat.past.running)).toBeVisible()
    await close(bo)
  })

  await test.step('afterwards, both write', async () => {
    await ada.leave()
    await ada.button(en.common.backToHome).click()
    await read(bo)
    await pastField(bo).fill('I have the minutes')
    await pastField(bo).press('Enter')
    await expect(pastField(bo)).toHaveValue('')
    await read(ada)
    await expect(past(ada)).toContainText('I have the minutes')
    await ada.keepPicture('the chat after the meeting')
    await close(ada)
    await close(bo)
  })

  await test.step('unless the organiser keeps it to the meeting', async () => {
    await ada.button(filled(en.home.more, { title })).click()
    await ada.page.getByRole('menuitem', { name: en.setup.open, exact: true }).click()
    const setup = ada.page.getByRole('dialog', { name: filled(en.setup.title, { title }) })
    await chooseIn(setup, 'chatTime', 'duringMeeting')
    await closeSetup(setup)
    await read(bo)
    await expect(past(bo).getByText(en.chat.past.denied)).toBeVisible()
    await expect(pastField(bo)).toBeHidden()
  })
})
