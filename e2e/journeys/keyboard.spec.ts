/** From the first screen to the last without a mouse. */
import { en } from '#shared/catalogue/en.ts'
import { expect, test } from '../support/journey.ts'
import { Keyboard } from '../support/keyboard.ts'

test.setTimeout(180_000)

test('one person makes a meeting and another comes to it, both by keyboard alone', async ({ people }) => {
  const ada = await people.web('ada')
  const adas = new Keyboard(ada.page)

  await test.step('make a meeting', async () => {
    await adas.use(ada.button(en.home.newMeeting).first())
    const dialog = ada.page.getByRole('dialog', { name: en.newMeeting.title })
    await adas.write(dialog.getByLabel(en.newMeeting.name), 'Planning')
    await adas.press('Enter')
  })
  const code = await ada.codeOnScreen()

  await test.step('switch the camera off before the mirror, and join', async () => {
    const camera = ada.page.getByRole('switch', { name: en.common.camera })
    await adas.goTo(camera)
    await adas.press('Space')
    await expect(camera).not.toBeChecked()
    await adas.press('Space')
    await expect(camera).toBeChecked()
    await adas.use(ada.button(en.preJoin.join))
    await expect(ada.tile(ada)).toBeVisible()
  })

  const gwen = await people.guest('Gwen Hale', code)
  const gwens = new Keyboard(gwen.page)
  await test.step('a guest gives a name, knocks, and is let in', async () => {
    await gwens.write(gwen.page.getByLabel(en.signIn.name), gwen.name)
    await gwens.press('Enter')
    await gwens.use(gwen.button(en.preJoin.join))
    await gwen.expectLobby()
    await adas.use(ada.button(en.admitting.admit))
    await ada.expectMoving(gwen)
    await gwen.expectMoving(ada)
  })

  await test.step('microphone, camera and hand by shortcut', async () => {
    for (const [key, button, said] of [
      ['Control+d', en.toolbar.microphone, en.stage.microphoneOff],
      ['Control+e', en.toolbar.camera, en.stage.cameraOff],
    ] as const) {
      await gwens.press(key)
      await expect(gwen.button(button)).toHaveAttribute('aria-pressed', 'false')
      await expect(ada.tile(gwen)).toHaveAccessibleName(new RegExp(said))
      await gwens.press(key)
      await expect(gwen.button(button)).toHaveAttribute('aria-pressed', 'true')
    }
    await gwens.press('Control+Shift+k')
    await expect(ada.tile(gwen)).toHaveAccessibleName(new RegExp(en.stage.handRaised))
    await gwens.press('Control+Shift+k')
  })

  await test.step('Space is heard while muted, for as long as it is held', async () => {
    await gwens.press('Control+d')
    await ada.expectHearing(gwen, false)
    await gwens.press('F6')
    await gwens.goTo(gwen.page.locator('[data-tile][tabindex="0"]'))
    await gwen.page.keyboard.down('Space')
    await ada.expectHearing(gwen)
    await gwen.page.keyboard.up('Space')
    await ada.expectHearing(gwen, false)
    await expect(gwen.button(en.toolbar.microphone)).toHaveAttribute('aria-pressed', 'false')
  })

  await test.step('from tile to tile with the arrows, and pin one', async () => {
    await adas.goTo(ada.page.locator('[data-tile][tabindex="0"]'))
    const tiles = [ada.tile(gwen), ada.tile(ada)]
    const focused = async () =>
      (await Promise.all(tiles.map((tile) => tile.evaluate((each) => each === document.activeElement)))).indexOf(true)
    const first = await focused()
    await adas.press(first === 0 ? 'ArrowRight' : 'ArrowLeft')
    expect(await focused()).toBe(1 - first)
    await adas.press('Enter')
    await expect(ada.page.getByRole('menuitem', { name: en.stage.pin })).toBeFocused()
    await adas.press('Enter')
    await expect(tiles[1 - first] ?? ada.tile(ada)).toHaveAccessibleName(new RegExp(en.stage.pinned))
  })

  await test.step('a reaction, the people panel, the list of shortcuts', async () => {
    await adas.use(ada.button(en.toolbar.react))
    await adas.use(ada.button(en.reaction.love))
    await expect(gwen.said(`${ada.name}: ${en.reaction.love}`)).toBeAttached()
    const panel = ada.page.getByRole('complementary', { name: en.people.title })
    await adas.press('Control+Alt+p')
    await expect(panel.getByRole('searchbox')).toBeFocused()
    await adas.press('Escape')
    await expect(panel).toBeHidden()
    await adas.press('?')
    const shortcuts = ada.page.getByRole('dialog', { name: en.actions.shortcutsTitle })
    await expect(shortcuts).toBeVisible()
    await adas.press('Escape')
    await expect(shortcuts).toBeHidden()
  })

  await test.step('leave', async () => {
    await gwens.press('Control+Shift+h')
    await expect(gwen.page.getByRole('heading', { name: en.ended.left.title })).toBeFocused()
    await adas.use(ada.button(en.toolbar.leave))
    await adas.use(ada.button(en.common.backToHome))
    await expect(ada.page.getByLabel(en.home.joinWithCode)).toBeVisible()
  })
})
