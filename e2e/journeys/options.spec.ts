/** What an organiser sets about a meeting, before it and while it runs, and what the others notice of it. */
import type { Locator } from '@playwright/test'
import { en } from '#shared/catalogue/en.ts'
import { expect, test } from '../support/journey.ts'
import {
  admit,
  chooseIn,
  chooseOption,
  closePanel,
  closeSetup,
  expectToldRole,
  filled,
  manage,
  openSetup,
  openSetupAtHome,
  readLog,
  rowOf,
  waitingRow,
} from '../support/organising.ts'
import type { Participant } from '../support/participant.ts'
import type { People } from '../support/people.ts'

test.setTimeout(180_000)

const TITLE = 'Design review'
const INSULT = 'You are an idiot'

/** Sample people in the same meeting, of whom nobody is seen or heard. */
const meet = async (people: People): Promise<{ ada: Participant; bo: Participant; chen: Participant; code: string }> => {
  const [ada, bo, chen] = await Promise.all([
    people.extra('Ada Moreau', '/?person=ada'),
    people.extra('Bo Lindqvist', '/?person=bo'),
    people.extra('Chen Wei', '/?person=chen'),
  ])
  const code = await ada.startMeeting(TITLE)
  await ada.withoutMedia()
  await ada.join()
  await chooseOption(ada, 'presenting', 'named')
  await closePanel(ada)
  for (const other of [bo, chen]) {
    await other.enterCode(code)
    await other.withoutMedia()
    await other.join()
  }
  return { ada, bo, chen, code }
}

const chat = ({ page }: Participant): Locator => page.getByRole('complementary', { name: en.chat.title, exact: true })
const field = (who: Participant): Locator => chat(who).getByRole('textbox', { name: en.chat.compose.label })
const message = (who: Participant, text: string): Locator => chat(who).locator('[data-message]').filter({ hasText: text })

const openChat = async (who: Participant): Promise<void> => {
  await who.button(en.toolbar.chat).click()
  await expect(chat(who)).toBeVisible()
}

const write = async (who: Participant, text: string): Promise<void> => {
  await field(who).fill(text)
  await field(who).press('Enter')
}

/** Expects that reacting says why it can't be done, and does nothing. */
const expectNoReactions = async (who: Participant): Promise<void> => {
  const button = who.button(en.toolbar.react)
  await expect(button).toHaveAttribute('aria-disabled', 'true')
  await button.hover()
  await expect(who.page.getByRole('tooltip', { name: en.actions.reason.reactionsOff })).toBeVisible()
  await button.click({ force: true })
  await expect(who.button(en.reaction.like)).toBeHidden()
}

test('what is set before the meeting holds for those who come', async ({ people }) => {
  const [ada, bo, chen] = await Promise.all([
    people.extra('Ada Moreau', '/?person=ada'),
    people.extra('Bo Lindqvist', '/?person=bo'),
    people.extra('Chen Wei', '/?person=chen'),
  ])
  const code = await ada.startMeeting(TITLE)
  await ada.button(en.common.back).click()

  await test.step('the organiser chooses who presents, and names somebody', async () => {
    const setup = await openSetupAtHome(ada, TITLE)
    await chooseIn(setup, 'presenting', 'named')
    await chooseIn(setup, 'reactions', 'off')
    await ada.keepPicture('options before the meeting')
    await setup.getByRole('tab', { name: en.setup.tabs.people, exact: true }).click()
    await setup.getByRole('searchbox', { name: en.setup.people.search }).fill('bo')
    await setup.getByRole('button', { name: filled(en.setup.people.add, { name: bo.name }), exact: true }).click()
    await expect(setup.getByLabel(filled(en.setup.people.role, { name: bo.name }), { exact: true })).toHaveValue('presenter')
    await ada.keepPicture('named people')
    await closeSetup(setup)
  })

  await test.step('the one who was named presents, the other attends', async () => {
    await ada.enterCode(code)
    await ada.withoutMedia()
    await ada.join()
    for (const other of [bo, chen]) {
      await other.enterCode(code)
      await other.withoutMedia()
      await other.join()
    }
    await expect(await rowOf(ada, bo)).toContainText(en.people.role.presenter)
    await expect(await rowOf(ada, chen)).toContainText(en.people.role.attendee)
    await expect(bo.button(en.toolbar.share)).toBeVisible()
    await expect(chen.button(en.toolbar.share)).toBeHidden()
    await expectNoReactions(chen)
  })

  await test.step('and may be named during the meeting', async () => {
    const setup = await openSetup(ada, 'people')
    await setup.getByLabel(filled(en.setup.people.role, { name: bo.name }), { exact: true }).selectOption('coOrganiser')
    await setup.getByRole('searchbox', { name: en.setup.people.search }).fill('chen')
    await setup.getByRole('button', { name: filled(en.setup.people.add, { name: chen.name }), exact: true }).click()
    await closeSetup(setup)
    await expectToldRole(bo, 'coOrganiser', ada)
    await expectToldRole(chen, 'presenter', ada)
    await expect(chen.button(en.toolbar.share)).toBeVisible()
  })
})

test('reactions, who writes, and the watermark are changed while the meeting runs', async ({ people }) => {
  const { ada, bo, chen, code } = await meet(people)

  await test.step('who lets people in', async () => {
    await manage(ada, bo, 'makePresenter')
    const gwen = await people.extra('Gwen Hale', `/join/${code}`)
    await gwen.introduceAsGuest()
    await gwen.withoutMedia()
    await gwen.knock()
    await expect(chen.page.getByRole('status', { name: en.admitting.region })).toBeEmpty()
    await expect(await waitingRow(bo, gwen)).toBeVisible()
    await chooseOption(ada, 'admitting', 'organisers')
    await expect(await waitingRow(bo, gwen)).toBeHidden()
    await chooseOption(ada, 'admitting', 'presenters')
    await admit(bo, gwen)
    await expect(chen.tile(gwen)).toBeVisible()
    await gwen.leave()
    await gwen.page.context().close()
    await manage(ada, bo, 'makeAttendee')
    await closePanel(bo)
  })

  await test.step('who presents', async () => {
    await expect(chen.button(en.toolbar.share)).toBeHidden()
    await chooseOption(ada, 'presenting', 'everyone')
    await expectToldRole(chen, 'presenter', ada)
    await expect(chen.button(en.toolbar.share)).toBeVisible()
    await chooseOption(ada, 'presenting', 'named')
    await expectToldRole(chen, 'attendee', ada)
    await expect(chen.button(en.toolbar.share)).toBeHidden()
  })

  await test.step('reactions', async () => {
    await chooseOption(ada, 'reactions', 'off')
    for (const other of [bo, chen]) await expectNoReactions(other)
    await chen.keepPicture('reactions off')
    await ada.button(en.toolbar.react).click()
    await ada.button(en.reaction.applause).click()
    await expect(chen.said(`${ada.name}: ${en.reaction.applause}`)).toBeAttached()
    await chooseOption(ada, 'reactions', 'allowed')
    await chen.button(en.toolbar.react).click()
    await chen.button(en.reaction.love).click()
    await expect(bo.said(`${chen.name}: ${en.reaction.love}`)).toBeAttached()
  })

  await test.step('who writes', async () => {
    await openChat(chen)
    await expect(field(chen)).toBeVisible()
    await chooseOption(ada, 'chat', 'presenters')
    await expect(field(chen)).toBeHidden()
    await expect(chat(chen).getByText(en.chat.compose.presenters)).toBeVisible()
    await chen.keepPicture('only presenters write')
    await openChat(ada)
    await write(ada, 'The plan is in the invitation')
    await expect(message(chen, 'The plan is in the invitation')).toBeVisible()
    await chooseOption(ada, 'chat', 'nobody')
    await expect(chat(chen).getByText(en.chat.compose.nobody)).toBeVisible()
    await openChat(ada)
    await expect(chat(ada).getByText(en.chat.compose.nobody)).toBeVisible()
    await chooseOption(ada, 'chat', 'everyone')
    await expect(field(chen)).toBeVisible()
  })

  await test.step('the watermark is the viewer’s own', async () => {
    await chooseOption(ada, 'watermark', 'on')
    for (const who of [ada, bo, chen]) {
      await expect(who.page.locator('[data-watermark]')).toHaveAttribute('data-watermark', who.name)
    }
    await bo.button(en.toolbar.camera).click()
    await chen.expectMoving(bo)
    await chen.keepPicture('watermark')
    await chooseOption(ada, 'watermark', 'off')
    await expect(chen.page.locator('[data-watermark]')).toBeHidden()
    await chen.expectMoving(bo)
  })
})

test('what may hurt somebody is held until an organiser decides', async ({ people }) => {
  const { ada, bo, chen } = await meet(people)
  await chooseOption(ada, 'moderation', 'hold')
  for (const who of [ada, bo, chen]) {
    await openChat(who)
    await expect(chat(who).getByRole('region', { name: en.chat.notice.region })).toContainText(en.chat.notice.hold)
  }
  const warning = filled(en.chat.warning.hold, { objection: en.chat.objection.insult })
  const sendAnyway = async (text: string): Promise<void> => {
    await write(bo, text)
    await expect(chat(bo).getByRole('alert')).toContainText(warning)
    await chat(bo).getByRole('button', { name: en.chat.warning.sendHeld, exact: true }).click()
    await expect(message(bo, text)).toContainText(en.chat.held.own)
  }
  const held = filled(en.chat.held.others, { objection: en.chat.objection.insult, name: bo.name })

  await test.step('the writer is warned, and sees that it waits; nobody but organisers reads it', async () => {
    await write(bo, INSULT)
    await expect(chat(bo).getByRole('alert')).toContainText(warning)
    await bo.keepPicture('warned')
    await field(bo).fill('')
    await write(bo, 'Good morning')
    await expect(message(chen, 'Good morning')).toBeVisible()
    await sendAnyway(INSULT)
    await expect(message(ada, INSULT)).toContainText(held)
    await ada.keepPicture('held')
    await write(ada, 'Let us go on')
    await expect(message(chen, 'Let us go on')).toBeVisible()
    await expect(message(chen, INSULT)).toBeHidden()
  })

  await test.step('allowed, all read it', async () => {
    await message(ada, INSULT).getByRole('button', { name: en.chat.held.allow, exact: true }).click()
    await expect(message(chen, INSULT)).toBeVisible()
    await expect(message(bo, INSULT)).not.toContainText(en.chat.held.own)
  })

  await test.step('refused, its writer is told and nobody else has it', async () => {
    const again = `${INSULT}, I say`
    await sendAnyway(again)
    await message(ada, again).getByRole('button', { name: en.chat.held.refuse, exact: true }).click()
    await expect(message(bo, again)).toContainText(en.chat.held.refused)
    await bo.keepPicture('refused')
    await expect(message(ada, again)).toBeHidden()
    await expect(message(chen, again)).toBeHidden()
  })

  await test.step('the log says who decided', async () => {
    await closePanel(ada)
    const decided = (await readLog(ada)).filter(({ what }) => what.startsWith(en.log.action.reviewMessages))
    expect(decided.map(({ by }) => by)).toEqual([ada.name, ada.name])
  })
})
