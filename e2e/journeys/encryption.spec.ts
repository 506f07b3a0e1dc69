/** An end-to-end encrypted meeting: nobody but the people in it can see, hear or read it, and they do all the same. */
import type { DesktopBridge } from '#shared/desktop-bridge.ts'
import { expect, test } from '../support/journey.ts'
import { expectAllTogether, type Participant } from '../support/participant.ts'

test.setTimeout(120_000)

/** Makes a meeting that is encrypted, as an organiser does before it. */
const makeMeeting = async ({ page }: Participant, title: string): Promise<string> =>
  await page.evaluate(async (named) => {
    const ask = async (procedure: string, input: unknown): Promise<{ code: string }> => {
      const { parley } = window as unknown as { parley: DesktopBridge }
      const reply = await parley.callService({ path: ['meetings', procedure], input })
      if (!reply.ok) throw new Error(`${procedure} was refused`)
      return reply.value as { code: string }
    }
    const { code } = await ask('create', { title: named })
    await ask('setOptions', { code, change: { encryption: 'on', lobby: 'everyone' } })
    return code
  }, title)

const enter = async (who: Participant, code: string): Promise<void> => {
  await who.enterCode(code)
  await who.join()
}

test('three people meet behind their own keys', async ({ people }) => {
  const ada = await people.desktop('ada', 'windows')
  const bo = await people.desktop('bo', 'macos')
  for (const { page } of [ada, bo]) page.on('console', (m) => console.log(m.text()))
  const code = await makeMeeting(ada, 'Weekly review')

  await test.step('two see and hear each other', async () => {
    await enter(ada, code)
    await enter(bo, code)
    await expectAllTogether([ada, bo])
  })
  expect(code).toBeTruthy()
})
