/** Who leads a meeting and what they do to the others: what each of them sees of it, and what the one to whom it is done is told. */
import { en } from '#shared/catalogue/en.ts'
import { expect, test } from '../support/journey.ts'
import {
  chooseOption,
  closePanel,
  expectTold,
  expectToldRole,
  filled,
  manage,
  manageAndConfirm,
  manageable,
  manageMeeting,
  peoplePanel,
  readLog,
  rowOf,
} from '../support/organising.ts'
import type { Participant } from '../support/participant.ts'
import type { People } from '../support/people.ts'
import { skipWithout } from '../support/skip.ts'

test.setTimeout(240_000)

/** An organiser, a presenter of the organisation, and an attendee who came with the link. */
interface Cast {
  ada: Participant
  bo: Participant
  gwen: Participant
  code: string
}

const meet = async (people: People): Promise<Cast> => {
  const ada = await people.desktop('ada')
  const code = await ada.startMeeting('Town hall')
  await ada.join()
  await ada.press(en.toolbar.camera, false)
  await chooseOption(ada, 'presenting', 'organisation')
  await chooseOption(ada, 'lobby', 'everyone')
  await closePanel(ada)
  const [bo, gwen] = await Promise.all([people.web('bo'), people.extra('Gwen Hale', `/join/${code}`)])
  await Promise.all([bo.enterCode(code).then(() => bo.join()), gwen.introduceAsGuest().then(() => gwen.join())])
  await bo.press(en.toolbar.camera, false)
  for (const [other, role] of [
    [bo, en.people.role.presenter],
    [gwen, en.people.role.attendee],
  ] as const) {
    await expect(await rowOf(ada, other)).toContainText(role)
  }
  return { ada, bo, gwen, code }
}

const expectOnTiles = async (of: Participant, seenBy: Participant[], what: string, there = true): Promise<void> => {
  for (const who of seenBy) {
    const tile = expect(who.tile(of))
    await (there ? tile : tile.not).toHaveAccessibleName(new RegExp(what))
  }
}

const expectSwitch = async (who: Participant, name: string, pressed: boolean): Promise<void> =>
  expect(who.button(name)).toHaveAttribute('aria-pressed', String(pressed))

/** Expects that a control is there and says why it can't be used. */
const expectHeldBack = async (who: Participant, name: string, reason: string): Promise<void> => {
  await expectSwitch(who, name, false)
  await expect(who.button(name)).toHaveAttribute('aria-disabled', 'true')
  await who.button(name).hover()
  await expect(who.page.getByRole('tooltip', { name: reason })).toBeVisible()
  await who.button(name).click({ force: true })
  await expectSwitch(who, name, false)
}

const request = (who: Participant, title: string, by: Participant) =>
  who.page.getByRole('alertdialog', { name: filled(title, { name: by.name }) })

test('microphones, cameras and hands are turned off, held back and asked for, and never turned on by others', async ({
  people,
}) => {
  const { ada, bo, gwen } = await meet(people)
  await ada.expectHearing(gwen)
  await ada.expectMoving(gwen)

  await test.step('a presenter mutes an attendee, who is told by whom and unmutes', async () => {
    expect(await manageable(bo, gwen)).toEqual([en.manage.mute, en.manage.stopCamera, en.manage.spotlight])
    await manage(bo, gwen, 'mute')
    await expectTold(gwen, 'muted', bo)
    await gwen.keepPicture('muted by a presenter')
    await expectSwitch(gwen, en.toolbar.microphone, false)
    await expectOnTiles(gwen, [ada, bo], en.stage.microphoneOff)
    await ada.expectHearing(gwen, false)
    await gwen.button(en.moderated.unmute).click()
    await expectOnTiles(gwen, [ada, bo], en.stage.microphoneOn)
    await ada.expectHearing(gwen)
  })

  await test.step('an attendee has nothing to do it with', async () => {
    const panel = await peoplePanel(gwen)
    await expect(panel.getByRole('button', { name: filled(en.manage.person, { name: bo.name }) })).toBeHidden()
    await expect(panel.getByRole('button', { name: en.manage.meeting })).toBeHidden()
    await expect(gwen.button(en.toolbar.share)).toBeHidden()
    await gwen.keepPicture('the people, for an attendee')
    await closePanel(gwen)
  })

  await test.step('the organiser mutes everyone and holds microphones back', async () => {
    await manageMeeting(ada, en.actions.name.holdBackMicrophones)
    for (const other of [bo, gwen]) {
      await expectSwitch(other, en.toolbar.microphone, false)
      await expectOnTiles(other, [ada], en.stage.microphoneOff)
    }
    await expectTold(bo, 'muted', ada)
    await expectTold(gwen, 'microphoneHeldBack', ada)
    await expectHeldBack(gwen, en.toolbar.microphone, en.actions.reason.microphonesHeldBack)
    await gwen.keepPicture('microphones held back')
    // A presenter is not held back.
    await bo.press(en.toolbar.microphone, true)
    await expectOnTiles(bo, [ada, gwen], en.stage.microphoneOn)
  })

  await test.step('one attendee is allowed to unmute, and held back again', async () => {
    await manage(ada, gwen, 'allowMicrophone')
    await expectTold(gwen, 'microphoneAllowed', ada)
    await expectSwitch(gwen, en.toolbar.microphone, false)
    await gwen.button(en.moderated.unmute).click()
    await ada.expectHearing(gwen)
    await manage(ada, gwen, 'holdBackMicrophone')
    await expectTold(gwen, 'microphoneHeldBack', ada)
    await expectSwitch(gwen, en.toolbar.microphone, false)
    await expectOnTiles(gwen, [ada, bo], en.stage.microphoneOff)
    await chooseOption(ada, 'microphones', 'allowed')
    await expectTold(gwen, 'microphoneAllowed', ada)
  })

  await test.step('an attendee who is asked to unmute decides', async () => {
    await manage(ada, gwen, 'requestMicrophone')
    const dialog = request(gwen, en.moderated.requestMicrophone, ada)
    await expect(dialog).toContainText(en.moderated.requestMicrophoneMeaning)
    await gwen.keepPicture('asked to unmute')
    await expectOnTiles(gwen, [ada], en.stage.microphoneOff)
    await dialog.getByRole('button', { name: en.moderated.notNow }).click()
    await expect(dialog).toBeHidden()
    await expectSwitch(gwen, en.toolbar.microphone, false)
    await expectOnTiles(gwen, [ada], en.stage.microphoneOff)
    await manage(ada, gwen, 'requestMicrophone')
    await dialog.getByRole('button', { name: en.moderated.unmute }).click()
    await expectOnTiles(gwen, [ada, bo], en.stage.microphoneOn)
    await ada.expectHearing(gwen)
  })

  await test.step('a camera is turned off, and asked for', async () => {
    await manage(ada, gwen, 'stopCamera')
    await expectTold(gwen, 'cameraStopped', ada)
    await expectSwitch(gwen, en.toolbar.camera, false)
    await expectOnTiles(gwen, [ada, bo], en.stage.cameraOff)
    await expect(bo.picture(gwen)).toBeHidden()
    await manage(ada, gwen, 'requestCamera')
    const dialog = request(gwen, en.moderated.requestCamera, ada)
    await expect(dialog).toContainText(en.moderated.requestCameraMeaning)
    await expectOnTiles(gwen, [ada], en.stage.cameraOff)
    await dialog.getByRole('button', { name: en.moderated.showCamera }).click()
    await ada.expectMoving(gwen)
  })

  await test.step('cameras are held back, but for one', async () => {
    await chooseOption(ada, 'cameras', 'heldBack')
    await expectTold(gwen, 'cameraHeldBack', ada)
    await expectOnTiles(gwen, [ada, bo], en.stage.cameraOff)
    await expectHeldBack(gwen, en.toolbar.camera, en.actions.reason.camerasHeldBack)
    await manage(ada, gwen, 'allowCamera')
    await expectTold(gwen, 'cameraAllowed', ada)
    await expectSwitch(gwen, en.toolbar.camera, false)
    await gwen.press(en.toolbar.camera, true)
    await ada.expectMoving(gwen)
    await manage(ada, gwen, 'holdBackCamera')
    await expectTold(gwen, 'cameraHeldBack', ada)
    await expect(bo.picture(gwen)).toBeHidden()
    await expectSwitch(gwen, en.toolbar.camera, false)
  })

  await test.step('one hand is lowered, then all', async () => {
    await Promise.all([gwen.press(en.toolbar.hand, true), bo.press(en.toolbar.hand, true)])
    await expectOnTiles(gwen, [ada, bo], en.stage.handRaised)
    await manage(ada, gwen, 'lowerHand')
    await expectTold(gwen, 'handLowered', ada)
    await expectOnTiles(gwen, [ada, bo], en.stage.handRaised, false)
    await expectOnTiles(bo, [ada, gwen], en.stage.handRaised)
    await manageMeeting(ada, en.actions.name.lowerAllHands)
    await expectTold(bo, 'handLowered', ada)
    await expectSwitch(bo, en.toolbar.hand, false)
    await expectOnTiles(bo, [ada, gwen], en.stage.handRaised, false)
  })

  await test.step('the log says who did all that', async () => {
    const { action } = en.log
    const of = (what: string, target: string) => filled(en.log.target, { what, target })
    const log = await readLog(ada)
    await ada.keepPicture('log')
    const options = log.filter(({ what }) => what.startsWith(action.changeOptions))
    expect(options).toHaveLength(5)
    expect(log.filter((line) => !options.includes(line)).reverse()).toEqual([
      { what: of(action.mute, gwen.name), by: bo.name },
      { what: action.muteAll, by: ada.name },
      { what: of(action.allowMicrophone, gwen.name), by: ada.name },
      { what: of(action.holdBackMicrophones, gwen.name), by: ada.name },
      { what: of(action.requestMicrophone, gwen.name), by: ada.name },
      { what: of(action.requestMicrophone, gwen.name), by: ada.name },
      { what: of(action.stopCamera, gwen.name), by: ada.name },
      { what: of(action.requestCamera, gwen.name), by: ada.name },
      { what: of(action.allowCamera, gwen.name), by: ada.name },
      { what: of(action.holdBackCameras, gwen.name), by: ada.name },
      { what: of(action.lowerHand, gwen.name), by: ada.name },
      { what: action.lowerAllHands, by: ada.name },
    ])
  })
})

test('shares end, roles change hands, people are removed and allowed again, and the meeting is ended', async ({ people }) => {
  skipWithout(process.env.DISPLAY ? undefined : 'a screen can be shared only where there is one: run it under xvfb-run')
  const { ada, bo, gwen, code } = await meet(people)
  await gwen.press(en.toolbar.camera, false)

  await test.step('a share is stopped by another', async () => {
    await bo.startShare()
    await gwen.expectMoving(bo, 'screen')
    await manage(ada, bo, 'stopShare')
    await expectTold(bo, 'shareStopped', ada)
    await expectSwitch(bo, en.toolbar.share, false)
    for (const other of [ada, gwen]) await expect(other.shareTile(bo)).toBeHidden()
  })

  await test.step('who becomes an attendee shares no more, and a presenter may again', async () => {
    await bo.startShare()
    await gwen.expectMoving(bo, 'screen')
    await manage(ada, bo, 'makeAttendee')
    await expectToldRole(bo, 'attendee', ada)
    await bo.keepPicture('made an attendee')
    await expect(bo.button(en.toolbar.share)).toBeHidden()
    for (const other of [ada, gwen]) await expect(other.shareTile(bo)).toBeHidden()
    await expect(await rowOf(gwen, bo)).toContainText(en.people.role.attendee)
    await manage(ada, bo, 'makePresenter')
    await expectToldRole(bo, 'presenter', ada)
    await expect(await rowOf(gwen, bo)).toContainText(en.people.role.presenter)
    await bo.startShare()
    await gwen.expectMoving(bo, 'screen')
    await bo.stopShare()
  })

  await test.step('somebody is in the spotlight, for everyone', async () => {
    await manage(ada, gwen, 'spotlight')
    await expectOnTiles(gwen, [ada, bo], en.stage.spotlit)
    const width = async (who: Participant, of: Participant) => (await who.tile(of).boundingBox())?.width ?? 0
    for (const who of [ada, bo]) await expect.poll(async () => (await width(who, gwen)) > 2 * (await width(who, who))).toBe(true)
    await bo.keepPicture('spotlight')
    await manage(ada, gwen, 'endSpotlight')
    await expectOnTiles(gwen, [ada, bo], en.stage.spotlit, false)
  })

  await test.step('a co-organiser leads, too', async () => {
    await expect((await peoplePanel(bo)).getByRole('button', { name: en.manage.meeting })).toBeVisible()
    await manage(ada, bo, 'makeCoOrganiser')
    await expectToldRole(bo, 'coOrganiser', ada)
    expect(await manageable(bo, gwen)).toContain(en.manage.remove)
    await chooseOption(bo, 'reactions', 'off')
    await expect(gwen.button(en.toolbar.react)).toHaveAttribute('aria-disabled', 'true')
    await closePanel(bo)
  })

  await test.step('the role of the organiser is passed on', async () => {
    await manageAndConfirm(ada, bo, 'makeOrganiser')
    await expectToldRole(bo, 'organiser', ada)
    await expect(ada.page.locator('[data-banner]')).toBeHidden()
    await expect(await rowOf(bo, ada)).toContainText(en.people.role.coOrganiser)
    await expect(await rowOf(gwen, bo)).toContainText(en.people.role.organiser)
    expect(await manageable(ada, gwen)).not.toContain(en.manage.makeOrganiser)
  })

  await test.step('the organiser leaves, and the meeting goes on; they come back as the organiser', async () => {
    await bo.leave()
    await bo.expectEnded('left')
    for (const other of [ada, gwen]) await expect(other.tile(bo)).toBeHidden()
    await ada.expectHearing(gwen)
    expect(await manageable(ada, gwen)).toContain(en.manage.remove)
    await bo.button(en.ended.rejoin).click()
    await bo.join()
    await expect(await rowOf(gwen, bo)).toContainText(en.people.role.organiser)
  })

  const chen = await people.extra('Chen Wei', '/?person=chen')
  await test.step('who is removed is told, is gone for all, and can’t come back by code or from another window', async () => {
    await chen.enterCode(code)
    await chen.withoutMedia()
    await chen.join()
    await expect(gwen.tile(chen)).toBeVisible()
    await manageAndConfirm(ada, chen, 'remove')
    await chen.expectEnded('removed')
    await chen.keepPicture('removed')
    for (const other of [ada, bo, gwen]) await expect(other.tile(chen)).toBeHidden()
    await chen.button(en.common.backToHome).click()
    await chen.enterCode(code)
    await chen.expectRefused('REMOVED')
    const page = await chen.page.context().newPage()
    await page.goto(new URL(`/join/${code}?person=chen`, chen.page.url()).href)
    await expect(page.getByRole('heading', { level: 1, name: en.error.REMOVED.title })).toBeVisible()
    await page.close()
  })

  await test.step('and comes back where an organiser allows it', async () => {
    const panel = await peoplePanel(ada)
    await expect(panel.getByRole('heading', { name: en.manage.removed })).toBeVisible()
    await ada.keepPicture('somebody was removed')
    await panel.getByRole('button', { name: filled(en.manage.readmitNamed, { name: chen.name }) }).click()
    await expect(panel.getByRole('heading', { name: en.manage.removed })).toBeHidden()
    await chen.button(en.common.backToHome).click()
    await chen.enterCode(code)
    await chen.withoutMedia()
    await chen.join()
    await expect(gwen.tile(chen)).toBeVisible()
  })

  await test.step('the log says who did all that', async () => {
    const { action } = en.log
    const of = (what: string, target: string) => filled(en.log.target, { what, target })
    const log = await readLog(ada)
    const options = log.filter(({ what }) => what.startsWith(action.changeOptions))
    expect(options.map(({ by }) => by)).toEqual([bo.name, ada.name, ada.name])
    expect(log.filter((line) => !options.includes(line)).reverse()).toEqual([
      { what: of(action.stopShare, bo.name), by: ada.name },
      { what: of(action.makeAttendee, bo.name), by: ada.name },
      { what: of(action.makePresenter, bo.name), by: ada.name },
      { what: of(action.spotlight, gwen.name), by: ada.name },
      { what: action.spotlight, by: ada.name },
      { what: of(action.makeCoOrganiser, bo.name), by: ada.name },
      { what: of(action.makeOrganiser, bo.name), by: ada.name },
      { what: of(action.remove, chen.name), by: ada.name },
      { what: of(action.readmit, chen.name), by: ada.name },
    ])
  })

  await test.step('the meeting is ended for all', async () => {
    await bo.button(en.toolbar.leaveOptions).click()
    await bo.page.getByRole('menuitem', { name: en.actions.name.endMeeting }).click()
    await bo.button(en.toolbar.endConfirm).click()
    for (const other of [ada, gwen, chen]) await other.expectEnded('meetingEnded')
  })
})
