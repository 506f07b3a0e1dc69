/** What a bad day does to a meeting: a killed service, a cut network, a computer that sleeps. Everybody comes back by themselves. */
import { en } from '#shared/catalogue/en.ts'
import { timeUntilBack } from '../support/back.ts'
import { Forward } from '../support/forward.ts'
import { freeze } from '../support/freeze.ts'
import { expect, test as journey } from '../support/journey.ts'
import { Network, whyNoNetworks } from '../support/network.ts'
import { openDoor } from '../support/organising.ts'
import { expectAllTogether, type Participant } from '../support/participant.ts'
import { stopProcesses } from '../support/processes.ts'
import { skipWithout } from '../support/skip.ts'
import { Watch } from '../support/watch.ts'

/** ms: the promise, from the moment that coming back is possible. */
const BACK = 5_000
/** ms that the test waits at the most before it says how far it is. */
const LIMIT = 30_000

journey.setTimeout(180_000)

const report = (what: string, time: number): void => console.log(`${what}: media back after ${time} ms`)

const expectSilentOnTheWire = async (muted: Participant, listener: Participant): Promise<void> => {
  await expect(muted.button(en.toolbar.microphone)).toHaveAttribute('aria-pressed', 'false')
  await expect(listener.tile(muted)).toHaveAccessibleName(new RegExp(en.stage.microphoneOff))
  const sent = await muted.soundSent()
  await listener.expectHearing(muted, false)
  expect(await muted.soundSent()).toBe(sent)
}

journey('the service is killed and started again', async ({ people, service }) => {
  const ada = await people.desktop('ada')
  const code = await ada.startMeeting('Release')
  const [bo, gwen] = await Promise.all([people.web('bo'), people.guest('Gwen Hale', code)])
  await ada.join()
  await openDoor(ada)
  await Promise.all([bo.enterCode(code).then(() => bo.join()), gwen.introduceAsGuest().then(() => gwen.join())])
  await expectAllTogether([ada, bo, gwen])
  await bo.press(en.toolbar.microphone, false)

  for (const person of [ada, bo, gwen]) await person.watchMoves()
  await service.kill()
  for (const person of [ada, bo, gwen]) await expect(person.said(en.notices.reconnecting)).toBeVisible()
  await service.restart()
  const time = await timeUntilBack([ada, bo, gwen], Date.now(), LIMIT)
  report('service killed', time)
  expect(time).toBeLessThanOrEqual(BACK)
  for (const person of [ada, bo, gwen]) await expect(person.said(en.notices.reconnecting)).toBeHidden()
  await ada.expectHearing(gwen)
  await gwen.expectHearing(ada)
  await expectSilentOnTheWire(bo, ada)
})

const test = journey.extend<{ network: Network }>({
  network: async ({ stack }, use) => {
    skipWithout(whyNoNetworks())
    const network = await Network.create()
    stack.defer(() => network.close())
    await use(network)
  },
  serviceOptions: async ({ network }, use) => await use({ address: network.hostAddress }),
})

for (const { seconds, muted } of [
  { seconds: 5, muted: false },
  { seconds: 20, muted: true },
]) {
  test(`the network of one person is cut for ${seconds} s`, async ({ people, service, network, stack }) => {
    const forward = await Forward.create(network.hostAddress, { tcp: [service.port], udp: [service.mediaPort] })
    stack.defer(() => forward.close())
    const ada = await people.desktop('ada')
    const code = await ada.startMeeting('Release')
    await ada.join()
    await openDoor(ada)
    const gwen = await people.guest('Gwen Hale', code, network)
    await gwen.introduceAsGuest()
    await gwen.join()
    await expectAllTogether([ada, gwen])
    if (muted) await gwen.press(en.toolbar.microphone, false)

    for (const person of [ada, gwen]) await person.watchMoves()
    const watch = new Watch(ada)
    stack.defer(() => watch.stop())
    await network.cut()
    const cutAt = Date.now()
    await expect(gwen.said(en.notices.reconnecting)).toBeVisible()
    await expect.poll(() => Date.now() - cutAt, { timeout: 30_000 }).toBeGreaterThan(seconds * 1_000)
    if (seconds > 10) expect(watch.hasShownReconnecting).toBe(true)
    // What was on its way when the cable was pulled is through after a second.
    expect(watch.received(cutAt + 1_000, Date.now())).toBe(0)

    await network.restore()
    const time = await timeUntilBack([ada, gwen], Date.now(), LIMIT)
    report(`network cut for ${seconds} s`, time)
    expect(time).toBeLessThanOrEqual(BACK)
    await watch.stop()
    expect(watch.receivedWhileReconnecting).toBe(0)
    await expect(gwen.said(en.notices.reconnecting)).toBeHidden()
    await expect(ada.tile(gwen)).not.toHaveAccessibleName(new RegExp(en.stage.reconnecting))
    await gwen.expectHearing(ada)
    if (muted) await expectSilentOnTheWire(gwen, ada)
    else await ada.expectHearing(gwen)
  })
}

for (const how of ['the page is frozen', 'the computer sleeps'] as const) {
  journey(`${how}, and wakes again`, async ({ people, stack }) => {
    const muted = how === 'the computer sleeps'
    const ada = await people.desktop('ada')
    const code = await ada.startMeeting('Release')
    await ada.join()
    const bo = await people.web('bo')
    await bo.enterCode(code)
    await bo.join()
    await expectAllTogether([ada, bo])
    if (muted) await bo.press(en.toolbar.microphone, false)

    for (const person of [ada, bo]) await person.watchMoves()
    const watch = new Watch(ada)
    stack.defer(() => watch.stop())
    let wake: () => Promise<void>
    if (how === 'the page is frozen') {
      wake = await freeze(bo.page)
    } else {
      const stopped = await stopProcesses(bo.page.context().browser())
      stack.defer(() => stopped.resume())
      wake = async () => stopped.resume()
    }
    await expect(ada.tile(bo)).toHaveAccessibleName(new RegExp(en.stage.reconnecting))
    const shownAt = Date.now()
    await expect.poll(() => Date.now() - shownAt, { timeout: 10_000 }).toBeGreaterThan(3_000)

    const wokenAt = Date.now()
    await wake()
    const time = await timeUntilBack([ada, bo], wokenAt, LIMIT)
    report(how, time)
    expect(time).toBeLessThanOrEqual(BACK)
    await watch.stop()
    expect(watch.receivedWhileReconnecting).toBe(0)
    await expect(ada.tile(bo)).not.toHaveAccessibleName(new RegExp(en.stage.reconnecting))
    await bo.expectHearing(ada)
    if (muted) await expectSilentOnTheWire(bo, ada)
    else await ada.expectHearing(bo)
  })
}
