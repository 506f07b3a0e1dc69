/** Who comes in and who waits: people at the door, and the organiser who decides about them. */
import { en } from '#shared/catalogue/en.ts'
import { expect, test } from '../support/journey.ts'
import {
  admit,
  chooseOption,
  closePanel,
  closeSetup,
  deny,
  filled,
  inviteGuest,
  lobbyList,
  manage,
  manageMeeting,
  openSetup,
  rowOf,
  waitingRow,
} from '../support/organising.ts'
import type { Participant } from '../support/participant.ts'
import type { People } from '../support/people.ts'

test.setTimeout(180_000)

const TITLE = 'Quarterly review'

/** The organiser in the meeting, alone. */
const hold = async (people: People): Promise<{ ada: Participant; code: string }> => {
  const ada = await people.desktop('ada')
  const code = await ada.startMeeting(TITLE)
  await ada.join()
  return { ada, code }
}

/** Somebody with the meeting's link and a name, before the mirror. */
const comeByLink = async (people: People, name: string, code: string): Promise<Participant> => {
  const guest = await people.extra(name, `/join/${code}`)
  await guest.introduceAsGuest()
  return guest
}

const knockByLink = async (people: People, name: string, code: string): Promise<Participant> => {
  const guest = await comeByLink(people, name, code)
  await guest.knock()
  return guest
}

/** From the screen that says why one is out: tries once more, as this person. Ends before the mirror. */
const comeAgain = async (who: Participant, code: string, name: string): Promise<void> => {
  await who.button(en.ended.done).click()
  await who.button(en.signIn.joinAsGuest).click()
  await who.page.getByLabel(en.signIn.invitation).fill(code)
  await who.page.getByLabel(en.signIn.name).fill(name)
  await who.button(en.signIn.continue).click()
}

const expectNothingOfTheMeeting = async (who: Participant, others: Participant[]): Promise<void> => {
  for (const other of others) await expect(who.tile(other)).toBeHidden()
  await expect(who.page.locator('[data-tile]')).toHaveCount(0)
  await expect(who.page.getByRole('region', { name: en.toolbar.region })).toBeHidden()
  expect(await who.pictures()).toEqual([])
  expect(await who.inbound()).toEqual([])
}

test('a guest waits with nothing but the mirror, is let in, sent back, and let in again', async ({ people }) => {
  const { ada, code } = await hold(people)
  const gwen = await comeByLink(people, 'Gwen Hale', code)

  await test.step('before the mirror, one reads that one may have to wait', async () => {
    await gwen.expectMirror()
    await expect(gwen.page.getByRole('heading', { level: 1, name: TITLE })).toBeVisible()
    await expect(gwen.page.getByText(en.admitting.mayWait)).toBeVisible()
  })

  await test.step('who waits sees for whom, oneself and the own devices, and nothing of the meeting', async () => {
    await gwen.knock()
    await expect(gwen.page.getByText(TITLE)).toBeVisible()
    await expect(gwen.page.getByText(filled(en.preJoin.organisedBy, { name: ada.name }))).toBeVisible()
    await gwen.expectMirror()
    for (const device of [en.common.camera, en.common.microphone]) {
      await expect(gwen.page.getByRole('switch', { name: device, exact: true })).toBeChecked()
    }
    await expectNothingOfTheMeeting(gwen, [ada])
    expect(await gwen.soundSent()).toBe(0)
    await gwen.keepPicture('waiting')
  })

  await test.step('the organiser is told, and sees who it is and how that is known', async () => {
    const notice = ada.page.getByRole('status', { name: en.admitting.region })
    await expect(notice).toContainText(filled(en.admitting.knocked, { name: gwen.name }))
    await expect(notice).toContainText(en.standing.anonymous)
    await ada.keepPicture('knock')
    await notice.getByRole('button', { name: en.admitting.show, exact: true }).click()
    const row = await waitingRow(ada, gwen)
    await expect(row).toContainText(en.standing.anonymous)
    await expect(row).toContainText(en.verification.nothing)
    await expect(ada.tile(gwen)).toBeHidden()
    await ada.keepPicture('in the lobby')
  })

  await test.step('let in, they see and hear one another', async () => {
    await admit(ada, gwen)
    await Promise.all([ada.expectMoving(gwen), gwen.expectMoving(ada)])
    await ada.expectHearing(gwen)
    await gwen.expectHearing(ada)
    await expect(ada.tile(gwen)).toHaveAccessibleName(new RegExp(en.standing.anonymous))
    await expect(await rowOf(ada, gwen)).toContainText(en.standing.anonymous)
    await ada.keepPicture('let in')
  })

  await test.step('sent back to the lobby, they are out of sight and wait', async () => {
    await manage(ada, gwen, 'sendToLobby')
    await gwen.expectLobby()
    await expect(gwen.page.getByText(en.lobby.sentBack)).toBeVisible()
    await expect(gwen.button(en.lobby.leave)).toBeInViewport()
    await expect(ada.tile(gwen)).toBeHidden()
    await expect(await waitingRow(ada, gwen)).toBeVisible()
    await expect.poll(() => gwen.inbound()).toEqual([])
    await expectNothingOfTheMeeting(gwen, [ada])
    await gwen.expectMirror()
    await gwen.keepPicture('sent back')
    await closePanel(ada)
  })

  await test.step('and are let in again from the notice', async () => {
    const notice = ada.page.getByRole('status', { name: en.admitting.region })
    await notice.getByRole('button', { name: en.admitting.admit, exact: true }).click()
    await Promise.all([ada.expectMoving(gwen), gwen.expectMoving(ada)])
  })
})

test('people are turned away for a while or for good, give up by themselves, or are all let in at once', async ({ people }) => {
  const { ada, code } = await hold(people)

  await test.step('who is turned away reads it, and can’t knock again at once', async () => {
    const kim = await knockByLink(people, 'Kim Osei', code)
    await deny(ada, kim, 'deny')
    await kim.expectEnded('denied')
    await kim.keepPicture('turned away')
    await comeAgain(kim, code, kim.name)
    await kim.expectRefused('KNOCK_LATER')
    await kim.keepPicture('knocked too soon')
    await kim.page.context().close()
  })

  await test.step('who is blocked can’t come in under another name, or by opening the page again', async () => {
    const lee = await knockByLink(people, 'Lee Brandt', code)
    await deny(ada, lee, 'block')
    await lee.expectEnded('blocked')
    await lee.keepPicture('blocked')
    await comeAgain(lee, code, 'Somebody Else')
    await lee.expectRefused('REMOVED')
    await lee.page.goto(new URL(`/join/${code}`, lee.page.url()).href)
    await lee.page.getByLabel(en.signIn.name).fill('Another Again')
    await lee.button(en.signIn.continue).click()
    await lee.expectRefused('REMOVED')
    await lee.page.context().close()
  })

  await test.step('who gives up is out of the lobby', async () => {
    const max = await knockByLink(people, 'Max Ilić', code)
    await expect(await waitingRow(ada, max)).toBeVisible()
    await max.button(en.lobby.leave).click()
    await expect(await lobbyList(ada)).toBeHidden()
    await max.page.context().close()
  })

  await test.step('all who wait are let in at once', async () => {
    const three: Participant[] = []
    for (const name of ['Nia Roth', 'Omar Said', 'Pia Lund']) {
      const guest = await comeByLink(people, name, code)
      await guest.withoutMedia()
      await guest.knock()
      three.push(guest)
    }
    await expect((await lobbyList(ada)).getByRole('listitem')).toHaveCount(3)
    await ada.keepPicture('three wait')
    await ada.button(en.admitting.admitAll).click()
    for (const guest of three) {
      await expect(ada.tile(guest)).toBeVisible()
      await expect(guest.tile(ada)).toBeVisible()
    }
    await expect(await lobbyList(ada)).toBeHidden()
  })
})

test('the door is opened, an invited guest comes by a link of their own and loses it, and the door is locked', async ({
  people,
}) => {
  const { ada, code } = await hold(people)

  const gwen = await test.step('where everyone comes in directly, nobody waits', async () => {
    await chooseOption(ada, 'lobby', 'everyone')
    await closePanel(ada)
    const guest = await comeByLink(people, 'Gwen Hale', code)
    await guest.withoutMedia()
    await guest.join()
    await expect(ada.tile(guest)).toBeVisible()
    await expect(guest.tile(ada)).toBeVisible()
    return guest
  })

  const hana = await test.step('where only invited people do, a guest with a link of their own does', async () => {
    await chooseOption(ada, 'lobby', 'invited')
    await ada.keepPicture('options')
    // Narrowing the door throws nobody out.
    await expect(ada.tile(gwen)).toBeVisible()
    const setup = await openSetup(ada, 'guests')
    const link = await inviteGuest(setup, 'Hana Kim')
    await ada.keepPicture('a link for a guest')
    await closeSetup(setup)
    const guest = await people.extra('Hana Kim', link)
    await guest.introduceAsGuest()
    expect(guest.page.url()).not.toContain('#i=')
    await guest.join()
    await Promise.all([ada.expectMoving(guest), guest.expectMoving(ada)])
    await expect(ada.tile(guest)).toHaveAccessibleName(new RegExp(`, ${en.standing.guest},`))
    await expect(await rowOf(ada, guest)).toContainText(en.standing.guest)
    return guest
  })

  await test.step('and one with the meeting’s link alone waits', async () => {
    const iris = await knockByLink(people, 'Iris Vega', code)
    await expect(await waitingRow(ada, iris)).toContainText(en.standing.anonymous)
    await iris.button(en.lobby.leave).click()
    await expect(await lobbyList(ada)).toBeHidden()
    await iris.page.context().close()
  })

  await test.step('who came by an invitation is out as soon as it is withdrawn', async () => {
    const setup = await openSetup(ada, 'guests')
    await setup.getByRole('button', { name: filled(en.setup.guests.withdrawNamed, { name: hana.name }), exact: true }).click()
    await hana.expectEnded('uninvited')
    await closeSetup(setup)
    await expect(ada.tile(hana)).toBeHidden()
    await hana.keepPicture('invitation withdrawn')
  })

  await test.step('nobody comes in by a locked door, and all see that it is locked', async () => {
    await manageMeeting(ada, en.actions.name.toggleLock)
    for (const who of [ada, gwen]) await expect(who.page.getByRole('banner').getByText(en.stage.locked)).toBeVisible()
    const jack = await comeByLink(people, 'Jack Rowe', code)
    await jack.button(en.preJoin.join).click()
    await jack.expectRefused('MEETING_LOCKED')
    await jack.keepPicture('locked')
    await manageMeeting(ada, en.actions.unlock)
    await expect(gwen.page.getByText(en.stage.locked)).toBeHidden()
    await jack.button(en.common.retry).click()
    await jack.knock()
    await expect(await waitingRow(ada, jack)).toBeVisible()
  })
})

test('who waits keeps their place while the service is killed and started again', async ({ people, service }) => {
  const { ada, code } = await hold(people)
  const gwen = await knockByLink(people, 'Gwen Hale', code)
  await expect(await waitingRow(ada, gwen)).toBeVisible()
  await service.kill()
  await expect(gwen.page.getByText(en.lobby.reconnecting)).toBeVisible()
  await gwen.keepPicture('place kept')
  await service.restart()
  await expect(gwen.page.getByText(en.lobby.reconnecting)).toBeHidden()
  await gwen.expectLobby()
  await admit(ada, gwen)
  await Promise.all([ada.expectMoving(gwen), gwen.expectMoving(ada)])
})

const impatient = test.extend({ serviceOptions: { lobbyWait: 8 } })

impatient('who is let in by nobody is told so after a while, and may knock again', async ({ people }) => {
  const { ada, code } = await hold(people)
  const gwen = await knockByLink(people, 'Gwen Hale', code)
  await expect(await waitingRow(ada, gwen)).toBeVisible()
  await gwen.expectEnded('waitedTooLong')
  await gwen.keepPicture('waited too long')
  await expect(await lobbyList(ada)).toBeHidden()
  await gwen.button(en.ended.knockAgain).click()
  await gwen.knock()
  await admit(ada, gwen)
  await expect(ada.tile(gwen)).toBeVisible()
})
