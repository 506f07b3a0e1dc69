/** What an organisation rules: made by administrators, found by organisers where it binds them, kept up by the service while they meet. */
import type { Locator } from '@playwright/test'
import { en } from '#shared/catalogue/en.ts'
import type { OptionName } from '#shared/meeting/options.ts'
import { adminEntry, find, makeEntry, openArea, openEntry, review, reviewAndSave, rule, save } from '../support/administering.ts'
import { expect, test } from '../support/journey.ts'
import { chooseIn, closePanel, filled, optionsPanel, readLog } from '../support/organising.ts'
import type { Participant } from '../support/participant.ts'

test.setTimeout(150_000)

const TITLE = 'Candidate for the north'
const { locked, name: optionName, value: optionValue } = en.options

/** A control of an option, wherever options are shown. */
const field = (place: Locator, name: OptionName): Locator => place.getByLabel(optionName[name], { exact: true })
const row = (place: Locator, name: OptionName): Locator => place.locator(`[data-option=${name}]`)

/** Expects that nobody can choose an option, and to read who set it. */
const expectLocked = async (place: Locator, name: OptionName, value: string, reason: string): Promise<void> => {
  await expect(field(place, name)).toHaveValue(value)
  await expect(field(place, name)).toBeDisabled()
  await expect(row(place, name)).toContainText(reason)
}

/** From home: opens the dialog in which a meeting is made, and chooses its label. */
const beginMeeting = async (who: Participant, title: string, label: string): Promise<Locator> => {
  await who.button(en.home.newMeeting).first().click()
  const dialog = who.page.getByRole('dialog')
  await dialog.getByLabel(en.newMeeting.name).fill(title)
  await dialog.getByLabel(en.label.title, { exact: true }).selectOption({ label })
  return dialog
}
const start = (dialog: Locator): Promise<void> => dialog.getByRole('button', { name: en.newMeeting.start }).click()

/** The options of a meeting before it, from home. */
const optionsBefore = async (who: Participant, title: string): Promise<Locator> => {
  await who.button(filled(en.home.more, { title })).click()
  await who.page.getByRole('menuitem', { name: en.setup.open, exact: true }).click()
  return who.page.getByRole('dialog', { name: filled(en.setup.title, { title }) })
}

const chat = ({ page }: Participant): Locator => page.getByRole('complementary', { name: en.chat.title, exact: true })
const openChat = async (who: Participant): Promise<void> => {
  await who.button(en.toolbar.chat).click()
  await expect(chat(who).getByRole('textbox', { name: en.chat.compose.label })).toBeVisible()
}
const banner = ({ page }: Participant): Locator => page.locator('[data-banner]')

test('rules bind the organisers they are for, a label what a policy has not, and a change the meeting that runs', async ({
  people,
}) => {
  const ada = await people.desktop('ada')
  const [bo, chen] = await Promise.all([people.extra('Bo Lindqvist', '/?person=bo'), people.extra('Chen Wei', '/?person=chen')])

  await test.step('whoever has no role in it sees no admin centre', async () => {
    for (const who of [bo, chen]) {
      await expect(who.button(en.home.newMeeting).first()).toBeVisible()
      await expect(adminEntry(who)).toBeHidden()
    }
    await expect(adminEntry(ada)).toBeVisible()
  })

  await test.step('an administrator makes a group, a policy for it, a template and labels', async () => {
    await makeEntry(ada, 'groups', en.admin.groups.new, 'Sales')
    await find(ada, en.admin.finder.onlyPeople, bo.name)

    await makeEntry(ada, 'meetings', en.admin.newPolicy, 'Sales policy')
    await find(ada, en.admin.finder.peopleAndGroups, 'Sales')
    await rule(ada, 'boundOf', 'reactions', 'fixed off')
    await rule(ada, 'boundOf', 'watermark', 'fixed off')
    await rule(ada, 'boundOf', 'recording', 'atLeast organisers')
    const meaning = ada.page.getByRole('complementary', { name: en.admin.effect.title })
    await expect(meaning.getByRole('listitem').filter({ hasText: optionName.reactions })).toContainText(
      filled(locked.policy, { name: 'Sales policy' }),
    )
    await ada.keepPicture('a policy')

    await makeEntry(ada, 'templates', en.admin.templates.new, 'Interview')
    await rule(ada, 'modeOf', 'callers', 'hidden')
    await rule(ada, 'modeOf', 'chatTime', 'fixed')
    await rule(ada, 'valueOf', 'chatTime', 'duringMeeting')

    await makeEntry(ada, 'labels', en.admin.labels.new, 'General')
    await makeEntry(ada, 'labels', en.admin.labels.new, 'Confidential')
    await rule(ada, 'demandOf', 'watermark', 'on')
    await makeEntry(ada, 'labels', en.admin.labels.new, 'Highly confidential')
    await rule(ada, 'demandOf', 'encryption', 'on')
    await openArea(ada, 'labels')
    await ada.page.getByLabel(en.admin.field.defaultLabel, { exact: true }).selectOption({ label: 'General' })

    await openEntry(ada, 'encryption', en.admin.defaultPolicy)
    await ada.page.getByRole('radio', { name: en.admin.encryptionRule.notEnabled, exact: true }).check()
  })

  await test.step('they read what they are about to change, and save it', async () => {
    const changes = await review(ada)
    const fixedOff = filled(en.admin.rule.fixed, { value: optionValue.reactions.off })
    for (const line of [
      `Sales: ${filled(en.admin.change.member, { who: bo.name })}`,
      `Sales policy: ${filled(en.admin.change.assigned, { who: 'Sales' })}`,
      `Sales policy: ${filled(en.admin.change.changed, { what: optionName.reactions, after: fixedOff, before: en.admin.rule.free })}`,
      `Interview: ${en.admin.change.added}`,
      `Highly confidential: ${en.admin.change.added}`,
      filled(en.admin.change.set, { what: en.admin.field.defaultLabel, after: 'General' }),
    ]) {
      await expect(changes.getByRole('listitem').filter({ hasText: line })).toBeVisible()
    }
    await ada.keepPicture('review')
    await save(ada)
    await ada.keepPicture('saved')
  })

  const code = await test.step('an organiser of the group makes a meeting with template and label', async () => {
    const dialog = await beginMeeting(bo, TITLE, 'Confidential')
    await dialog.getByLabel(en.newMeeting.template, { exact: true }).selectOption({ label: 'Interview' })
    await bo.keepPicture('new meeting')
    await start(dialog)
    const made = await bo.codeOnScreen()
    await bo.withoutMedia()
    await bo.join()
    return made
  })

  await test.step('and finds locked what policy, template and label set, each by name', async () => {
    const options = await optionsPanel(bo)
    await expectLocked(options, 'reactions', 'off', filled(locked.policy, { name: 'Sales policy' }))
    await expectLocked(options, 'chatTime', 'duringMeeting', filled(locked.template, { name: 'Interview' }))
    await expectLocked(options, 'watermark', 'on', filled(locked.label, { name: 'Confidential' }))
    await expect(field(options, 'recording')).toBeEnabled()
    await expect(row(options, 'recording')).toContainText(filled(en.options.narrowed.policy, { name: 'Sales policy' }))
    await expect(row(options, 'callers')).toBeHidden()
    await expect(bo.page.locator('[data-watermark]')).toHaveAttribute('data-watermark', bo.name)
    await row(options, 'watermark').scrollIntoViewIfNeeded()
    await bo.keepPicture('locked options')
  })

  await test.step('outside the group everything is open', async () => {
    await start(await beginMeeting(chen, 'Stand-up', 'General'))
    await chen.codeOnScreen()
    await chen.button(en.common.back).click()
    const options = await optionsBefore(chen, 'Stand-up')
    await expect(field(options, 'reactions')).toBeEnabled()
    await expect(options.locator('[data-bound-by]')).toHaveCount(0)
    await expect(row(options, 'encryption').locator('[data-reason="browser"]')).toBeVisible()
    await chooseIn(options, 'watermark', 'on')
    await chen.keepPicture('open options')
    await chen.page.keyboard.press('Escape')
    await expect(options).toBeHidden()
  })

  await test.step('a label encrypts what no policy enables: nobody comes in from a browser, and what takes place in the clear gets no such label', async () => {
    await start(await beginMeeting(chen, 'Merger', 'Highly confidential'))
    await chen.expectRefused('ENCRYPTED_NEEDS_DESKTOP')
    await chen.keepPicture('encryption demanded')
    await chen.button(en.common.backToHome).click()
    const options = await optionsPanel(bo)
    await options.getByLabel(en.label.title, { exact: true }).selectOption({ label: 'Highly confidential' })
    await bo.button(en.label.change).click()
    await expect(options.getByText(en.error.ENCRYPTION_SETTLED.title)).toBeVisible()
    await bo.keepPicture('encryption demanded of a meeting that runs')
    await options.getByRole('button', { name: en.common.cancel, exact: true }).click()
    await expect(options.getByText(en.error.ENCRYPTION_SETTLED.title)).toBeHidden()
    await expectLocked(options, 'watermark', 'on', filled(locked.label, { name: 'Confidential' }))
  })

  await test.step('a less strict label wants a reason, which is kept', async () => {
    const options = await optionsPanel(bo)
    await options.getByLabel(en.label.title, { exact: true }).selectOption({ label: 'General' })
    await bo.button(en.label.change).click()
    await expect(options.getByText(en.label.whyMissing)).toBeVisible()
    await options.getByLabel(en.label.why).fill('The advertisement is public')
    await bo.keepPicture('a reason')
    await bo.button(en.label.change).click()
    await expectLocked(options, 'watermark', 'off', filled(locked.policy, { name: 'Sales policy' }))
    await expect(bo.page.locator('[data-watermark]')).toBeHidden()
    const log = await readLog(bo)
    expect(log.map(({ what }) => what)).toContain(filled(en.log.target, { what: en.log.action.setLabel, target: 'General' }))
    await expect(bo.page.getByText(filled(en.log.because, { why: 'The advertisement is public' }))).toBeVisible()
    await bo.keepPicture('log')
  })

  await test.step('a changed policy holds at once in the meeting that runs, and its organiser is told', async () => {
    await closePanel(bo)
    await chen.enterCode(code)
    await chen.withoutMedia()
    await chen.join()
    for (const who of [bo, chen]) await openChat(who)
    await openEntry(ada, 'meetings', 'Sales policy')
    await rule(ada, 'boundOf', 'chat', 'fixed nobody')
    await reviewAndSave(ada)
    for (const who of [bo, chen]) await expect(chat(who).getByText(en.chat.compose.nobody)).toBeVisible()
    await expect(banner(bo)).toContainText(filled(en.notices.ruled, { options: optionName.chat }))
    await bo.keepPicture('rules have changed')
    await expect(banner(chen)).toBeHidden()
    await closePanel(bo)
    await banner(bo).getByRole('button', { name: en.notices.showOptions }).click()
    await expectLocked(await optionsPanel(bo), 'chat', 'nobody', filled(locked.policy, { name: 'Sales policy' }))
  })
})

test('two administrators change the rules at once: nothing is lost, and the last change can be undone', async ({ people }) => {
  const ada = await people.desktop('ada')
  const bo = await people.extra('Bo Lindqvist', '/?person=bo')
  await expect(bo.button(en.home.newMeeting).first()).toBeVisible()

  await test.step('one makes the other an administrator', async () => {
    await openArea(ada, 'administrators')
    await find(ada, en.admin.administrators.find, bo.name)
    await ada.page
      .getByLabel(filled(en.admin.administrators.roleOf, { name: bo.name }), { exact: true })
      .selectOption('meetingAdministrator')
    await reviewAndSave(ada)
    await bo.page.reload()
    await expect(adminEntry(bo)).toBeVisible()
  })

  await test.step('both change the same section, and one of them a second', async () => {
    await openEntry(bo, 'meetings', en.admin.defaultPolicy)
    await rule(bo, 'boundOf', 'reactions', 'fixed off')
    await makeEntry(bo, 'labels', en.admin.labels.new, 'Public')
    await openEntry(ada, 'meetings', en.admin.defaultPolicy)
    await rule(ada, 'boundOf', 'chat', 'fixed presenters')
    await makeEntry(ada, 'groups', en.admin.groups.new, 'Board')
    await reviewAndSave(ada)
  })

  await test.step('the second to save sees what the first has saved, and chooses where both changed the same', async () => {
    await review(bo)
    await bo.button(en.admin.save).click()
    await expect(bo.page.getByRole('heading', { level: 1, name: en.admin.conflict.title })).toBeVisible()
    await expect(bo.page.getByText(filled(en.admin.conflict.who, { name: ada.name }).split('{{')[0] ?? '')).toBeVisible()
    await bo.keepPicture('conflict')
    await bo.page.getByRole('radio', { name: en.admin.conflict.takeMine, exact: true }).check()
    await bo.keepPicture('both changed the same')
    await bo.button(en.admin.conflict.go).click()
    await expect(bo.page.getByRole('listitem').filter({ hasText: `Public: ${en.admin.change.added}` })).toBeVisible()
    await bo.keepPicture('review after a conflict')
    await save(bo)
    await openArea(bo, 'groups')
    await expect(bo.page.getByRole('table').getByRole('button', { name: 'Board', exact: true })).toBeVisible()
  })

  await test.step('undone, the rules are as the first had saved them', async () => {
    await openEntry(bo, 'changes', filled(en.admin.changes.number, { number: '3' }))
    await expect(bo.page.getByText(en.admin.changes.undoNote)).toBeVisible()
    await bo.keepPicture('the last change')
    await bo.button(en.admin.changes.undo).click()
    await expect(bo.page.getByRole('status').getByText(en.admin.outcome.undone)).toBeVisible()
    await bo.keepPicture('undone')
    await openEntry(bo, 'meetings', en.admin.defaultPolicy)
    const rules = bo.page.getByLabel(filled(en.admin.rule.boundOf, { option: optionName.chat }), { exact: true })
    await expect(rules).toHaveValue('fixed presenters')
    await openArea(bo, 'labels')
    await expect(bo.page.getByText(en.admin.labels.empty)).toBeVisible()
  })
})
