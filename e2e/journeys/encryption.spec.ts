/** An end-to-end encrypted meeting: nobody but the people in it can see, hear or read it, and they do all the same. */
import type { Locator } from '@playwright/test'
import { en } from '#shared/catalogue/en.ts'
import { freeze } from '../support/freeze.ts'
import { expect, test } from '../support/journey.ts'
import { admit, chooseIn, closePanel, closeSetup, manageAndConfirm, openSetupAtHome } from '../support/organising.ts'
import { expectAllTogether, type Participant } from '../support/participant.ts'
import { expectRead, makeMeeting, write } from '../support/talk.ts'

test.setTimeout(180_000)

const TITLE = 'Weekly review'
const ENCRYPTED = { encryption: 'on', lobby: 'everyone' } as const

/** Makes a meeting and turns encryption on, as somebody who reads what it means. */
const startEncrypted = async (who: Participant): Promise<string> => {
  const code = await who.startMeeting(TITLE)
  await who.button(en.common.back).click()
  const setup = await openSetupAtHome(who, TITLE)
  await chooseIn(setup, 'lobby', 'everyone')
  const choice = setup.getByRole('switch', { name: en.options.name.encryption })
  await choice.click()
  const explanation = who.page.getByRole('dialog', { name: en.encryption.explain.title })
  await who.keepPicture('what encryption means')
  await explanation.getByRole('button', { name: en.encryption.explain.confirm }).click()
  await expect(choice).toBeChecked()
  await closeSetup(setup)
  return code
}

const enter = async (who: Participant, code: string): Promise<void> => {
  await who.enterCode(code)
  await who.join()
}

const badge = ({ page }: Participant): Locator => page.locator('[data-encryption]')

/** The digits that somebody reads aloud, from the panel. */
const securityCode = async (who: Participant): Promise<string> => {
  const digits = who.page.locator('[data-digits]').first()
  if (!(await digits.isVisible())) await badge(who).click()
  return (await digits.innerText()).replaceAll(/\D/g, '')
}

/** The code that all of them read; `former`: those that it must no longer be. */
const expectSameCode = async (people: Participant[], former: readonly string[] = []): Promise<string> => {
  let code = ''
  await expect(async () => {
    const codes = await Promise.all(people.map(securityCode))
    expect(new Set(codes).size).toBe(1)
    code = codes[0] ?? ''
    expect(former).not.toContain(code)
  }).toPass()
  expect(code).toMatch(/^\d{30}$/)
  for (const who of people) await closePanel(who)
  return code
}

const expectNothingBare = async (people: Participant[]): Promise<void> => {
  for (const { page } of people) expect(await page.evaluate(() => window.mediaProbe.bareSenders())).toBe(0)
}

test('three people meet behind their own keys', async ({ people }) => {
  const [ada, bo] = await Promise.all([people.desktop('ada', 'windows'), people.desktop('bo', 'macos')])
  const code = await startEncrypted(ada)
  const codes: string[] = []

  await test.step('two see and hear each other, and read the same code', async () => {
    await enter(ada, code)
    await enter(bo, code)
    await expectAllTogether([ada, bo])
    await expect(badge(ada)).toHaveAttribute('data-encryption', 'protected')
    codes.push(await expectSameCode([ada, bo], codes))
  })

  await test.step('what is said by text, sign and hand arrives', async () => {
    await write(ada, 'The offer is 40 million')
    await expectRead(bo, 'The offer is 40 million')
    await write(bo, 'Then we accept')
    await expectRead(ada, 'Then we accept')
    for (const who of [ada, bo]) await closePanel(who)
    await bo.press(en.toolbar.hand, true)
    await expect(ada.tile(bo)).toHaveAccessibleName(new RegExp(en.stage.handRaised))
    await bo.button(en.toolbar.react).click()
    await bo.button(en.reaction.applause).click()
    await expect(ada.said(`${bo.name}: ${en.reaction.applause}`)).toBeAttached()
  })

  const chen = await people.desktop('chen', 'windows')
  await test.step('somebody comes later: the code is another, and they know of raised hands but of nothing written', async () => {
    await enter(chen, code)
    await expectAllTogether([ada, bo, chen])
    codes.push(await expectSameCode([ada, bo, chen], codes))
    await expect(chen.tile(bo)).toHaveAccessibleName(new RegExp(en.stage.handRaised))
    await chen.button(en.toolbar.chat).click()
    await expect(chen.page.locator('[data-message]')).toHaveCount(0)
    await closePanel(chen)
    await bo.press(en.toolbar.hand, false)
    await expect(ada.tile(bo)).not.toHaveAccessibleName(new RegExp(en.stage.handRaised))
  })

  await test.step('microphone, camera and screen go on and off as quickly as one clicks, and never bare', async () => {
    for (let times = 0; times < 4; times++) {
      await bo.button(en.toolbar.microphone).click()
      await bo.button(en.toolbar.camera).click()
    }
    await ada.startShare()
    await ada.stopShare()
    await ada.startShare()
    await bo.expectMoving(ada, 'screen')
    await ada.stopShare()
    await expectAllTogether([ada, bo, chen])
    await bo.press(en.toolbar.microphone, false)
    await ada.expectHearing(bo, false)
    await bo.press(en.toolbar.microphone, true)
    await ada.expectHearing(bo)
    await expectNothingBare([ada, bo, chen])
  })

  await test.step('who is removed is out of the group', async () => {
    await manageAndConfirm(ada, chen, 'remove')
    await closePanel(ada)
    await chen.expectEnded('removed')
    await expect(bo.tile(chen)).toBeHidden()
    codes.push(await expectSameCode([ada, bo], codes))
  })

  await test.step('a reloaded page comes back with another key', async () => {
    await ada.page.reload()
    await enter(ada, code)
    await ada.expectMoving(bo)
    await bo.expectHearing(ada)
    await expect(bo.tile(ada)).toHaveCount(1)
    codes.push(await expectSameCode([ada, bo], codes))
    await expectNothingBare([ada, bo])
  })

  await test.step('who leaves is out of the group', async () => {
    await bo.leave()
    await expect(ada.tile(bo)).toBeHidden()
    await expectSameCode([ada], codes)
  })
})

test('after a lost network, a sleep and a killed service everybody is back behind keys', async ({ people, service }) => {
  const [ada, bo] = await Promise.all([people.desktop('ada', 'windows'), people.desktop('bo', 'macos')])
  const code = await makeMeeting(ada, TITLE, ENCRYPTED)
  await enter(ada, code)
  await enter(bo, code)
  await expectAllTogether([ada, bo])
  const before = await expectSameCode([ada, bo])

  await test.step('the network of one is gone for a moment: the group goes on', async () => {
    await bo.page.evaluate(() => dispatchEvent(new Event('offline')))
    await expect(bo.said(en.notices.reconnecting)).toBeVisible()
    await bo.page.evaluate(() => dispatchEvent(new Event('online')))
    await expectAllTogether([ada, bo])
    expect(await expectSameCode([ada, bo])).toBe(before)
  })

  await test.step('the page of one stands still, as in sleep, and wakes: the group goes on', async () => {
    const wake = await freeze(bo.page)
    await expect(ada.tile(bo)).toHaveAccessibleName(new RegExp(en.stage.reconnecting))
    await wake()
    await expectAllTogether([ada, bo])
    expect(await expectSameCode([ada, bo])).toBe(before)
  })

  await test.step('the service is killed and started again: the group is another', async () => {
    await service.kill()
    await service.restart()
    await expectAllTogether([ada, bo])
    await expectSameCode([ada, bo], [before])
    await expectNothingBare([ada, bo])
  })
})

test('who can’t hold keys is told so at the door', async ({ people }) => {
  const ada = await people.desktop('ada', 'macos')
  const code = await makeMeeting(ada, TITLE, ENCRYPTED)
  await enter(ada, code)
  const gwen = await people.guest('Gwen Hale', code)
  await gwen.introduceAsGuest()
  await gwen.expectRefused('ENCRYPTED_NEEDS_DESKTOP')
  const dara = await people.desktop('dara')
  await dara.page.getByLabel(en.home.joinWithCode).fill(code)
  await dara.button(en.home.join).click()
  await dara.expectRefused('ENCRYPTED_NEEDS_SYSTEM')
})

const provided = test.extend({ serviceOptions: { provider: true } })

provided('who signed in is verified by their provider, and who waits in the lobby has no keys', async ({ people }) => {
  const ada = await people.signedIn({ name: 'Ada Moreau', email: 'ada.moreau@northwind.example' }, 'windows')
  const farah = await people.signedIn({ name: 'Farah Haddad', email: 'farah.haddad@contrail.example' }, 'macos')
  const code = await makeMeeting(ada, 'Joint planning', { encryption: 'on' })
  await enter(ada, code)
  const alone = await expectSameCode([ada])
  await farah.enterCode(code)
  await farah.knock()
  expect(await expectSameCode([ada])).toBe(alone)
  await admit(ada, farah)
  await closePanel(ada)
  await expectAllTogether([ada, farah])
  await expectSameCode([ada, farah], [alone])
  for (const [who, other] of [
    [ada, farah],
    [farah, ada],
  ] as const) {
    await expect(who.tile(other)).toHaveAccessibleName(new RegExp(en.encrypted.who.verifiedElsewhere))
  }
  await expectNothingBare([ada, farah])
})
