/** A meeting as it should go: people come, see and hear one another, use everything, and leave. */
import { en } from '#shared/catalogue/en.ts'
import { expect, test } from '../support/journey.ts'
import { openDoor } from '../support/organising.ts'
import { expectAllTogether } from '../support/participant.ts'
import { skipWithout } from '../support/skip.ts'

test.setTimeout(240_000)

test('two desktop clients and a web guest meet, share, speak by signs, and leave', async ({ people }) => {
  skipWithout(process.env.DISPLAY ? undefined : 'a screen can be shared only where there is one: run it under xvfb-run')
  const ada = await people.desktop('ada')
  const code = await ada.startMeeting('Weekly review')
  const [bo, gwen] = await Promise.all([people.desktop('bo'), people.guest('Gwen Hale', code)])

  await test.step('they join, by starting it, by code and by link', async () => {
    await ada.join()
    await openDoor(ada)
    await Promise.all([bo.enterCode(code).then(() => bo.join()), gwen.introduceAsGuest().then(() => gwen.join())])
    await expectAllTogether([ada, bo, gwen])
  })

  await test.step('a screen is shared and stopped, five times quickly', async () => {
    for (let times = 0; times < 5; times++) {
      await ada.startShare()
      await Promise.all([bo.expectMoving(ada, 'screen'), gwen.expectMoving(ada, 'screen')])
      await ada.stopShare()
      for (const other of [bo, gwen]) await expect(other.shareTile(ada)).toBeHidden()
    }
    await expectAllTogether([ada, bo, gwen])
  })

  await test.step('a muted microphone is silent on the wire, and everybody sees it', async () => {
    await bo.press(en.toolbar.microphone, false)
    for (const other of [ada, gwen]) await expect(other.tile(bo)).toHaveAccessibleName(new RegExp(en.stage.microphoneOff))
    const sent = await bo.soundSent()
    await ada.expectHearing(bo, false)
    await gwen.expectHearing(bo, false)
    expect(await bo.soundSent()).toBe(sent)
    await ada.expectHearing(gwen)
    await bo.press(en.toolbar.microphone, true)
    await ada.expectHearing(bo)
  })

  await test.step('a camera that is off shows nobody', async () => {
    await gwen.press(en.toolbar.camera, false)
    await expect(ada.tile(gwen)).toHaveAccessibleName(new RegExp(en.stage.cameraOff))
    await expect(ada.picture(gwen)).toBeHidden()
    await gwen.press(en.toolbar.camera, true)
    await ada.expectMoving(gwen)
  })

  await test.step('hand and reaction reach the others', async () => {
    await gwen.press(en.toolbar.hand, true)
    await expect(ada.tile(gwen)).toHaveAccessibleName(new RegExp(en.stage.handRaised))
    await gwen.press(en.toolbar.hand, false)
    await expect(ada.tile(gwen)).not.toHaveAccessibleName(new RegExp(en.stage.handRaised))
    await bo.button(en.toolbar.react).click()
    await bo.button(en.reaction.applause).click()
    for (const other of [ada, gwen]) await expect(other.said(`${bo.name}: ${en.reaction.applause}`)).toBeAttached()
  })

  await test.step('the speaker view makes one person large', async () => {
    const widths = async () => (await ada.pictures()).map(({ box }) => box).sort((a, b) => a - b)
    const gallery = await widths()
    await ada.switchView()
    await expect.poll(async () => (await widths()).at(-1)).toBeGreaterThan((gallery.at(-1) ?? 0) * 1.2)
    await ada.expectMoving(bo)
    await ada.expectMoving(gwen)
    await ada.switchView()
    await expect.poll(widths).toEqual(gallery)
  })

  await test.step('another camera and microphone take over during the call', async () => {
    const captured = async () => (await bo.outbound()).filter(({ packets }) => packets > 0).map(({ label }) => label)
    await bo.chooseDevice(en.toolbar.cameraOptions, /2$/)
    await expect.poll(captured).toContainEqual(expect.stringMatching(/device_2$/))
    await bo.chooseDevice(en.toolbar.microphoneOptions, 'Fake Audio Input 2')
    await expect.poll(captured).toContainEqual('Fake Audio Input 2')
    await ada.expectMoving(bo)
    await ada.expectHearing(bo)
  })

  await test.step('the people panel lists everybody', async () => {
    await ada.button(en.toolbar.people).click()
    const panel = ada.page.getByRole('complementary', { name: en.people.title })
    for (const person of [ada, bo, gwen]) await expect(panel.getByRole('listitem').filter({ hasText: person.name })).toBeVisible()
    await panel.getByRole('button', { name: en.common.close }).click()
    await expect(panel).toBeHidden()
  })

  const chen = await people.web('chen')
  await test.step('somebody who comes late sees and hears all, and is seen', async () => {
    await ada.startShare()
    await chen.enterCode(code)
    await chen.join()
    await chen.expectMoving(ada, 'screen')
    await ada.stopShare()
    await expectAllTogether([ada, bo, gwen, chen])
  })

  await test.step('they leave, and the others see it', async () => {
    await bo.leave()
    await expect(bo.page.getByRole('heading', { name: en.ended.left.title })).toBeVisible()
    for (const other of [ada, gwen, chen]) await expect(other.tile(bo)).toBeHidden()
    await expectAllTogether([ada, gwen, chen])
    await ada.button(en.toolbar.leaveOptions).click()
    await ada.page.getByRole('menuitem', { name: en.actions.name.endMeeting }).click()
    await ada.button(en.toolbar.endConfirm).click()
    for (const other of [gwen, chen]) {
      await expect(other.page.getByRole('heading', { name: en.ended.meetingEnded.title })).toBeVisible()
    }
  })
})
