/** At the doors of encrypted meetings, with as many people in one as there can be: who is refused reads why. */
import { expect, test } from '@playwright/test'
import { en } from '#shared/catalogue/en.ts'
import type { Platform } from '#shared/contract/common.ts'
import { LIMITS } from '#shared/meeting/limits.ts'
import { apiClient, signIn, TestClient } from '../../server/testing/client.ts'
import { outcomeOf } from '../../server/testing/organisations.ts'
import { serviceHere } from '../support/service-here.ts'

test.setTimeout(180_000)

const MAC: Platform = { kind: 'desktop', os: 'macos', version: '0.1.0' }

/** To the service it is a key package; no member takes it. */
const KEYS = { encryption: { keyPackages: ['AAAA'] } }

/** Who come in at once. */
const AT_ONCE = 20

test('whoever can’t come in reads why', async () => {
  await using stack = new AsyncDisposableStack()
  const { origin, people } = await serviceHere(stack)
  const { meetings } = apiClient(origin, await signIn(origin, { personId: 'ada' }))
  const { code } = await meetings.create({ title: 'Weekly review' })
  await meetings.setOptions({ code, change: { encryption: 'on', lobby: 'everyone' } })

  const connect = async (name: string): Promise<TestClient> =>
    stack.adopt(await TestClient.connect(origin, await signIn(origin, { code, name })), (client) => client.cut())
  const comeIn = async (name: string): Promise<void> => {
    const client = await connect(name)
    await client.prepare(code, MAC)
    await client.join(KEYS)
  }

  await test.step('on a virtual desktop', async () => {
    const bo = await people.desktop('bo', 'windows', { SESSIONNAME: 'RDP-Tcp#0' })
    await bo.enterCode(code)
    await bo.expectRefused('ENCRYPTED_NEEDS_OWN_COMPUTER')
    await bo.page.context().close()
  })

  await test.step('as the 201st', async () => {
    const chen = await people.desktop('chen', 'macos')
    const names = Array.from({ length: LIMITS.encryptedParticipants }, (_, index) => `Guest ${index + 1}`)
    for (let from = 0; from < names.length; from += AT_ONCE) await Promise.all(names.slice(from, from + AT_ONCE).map(comeIn))
    expect((await meetings.get({ code })).present).toBe(LIMITS.encryptedParticipants)
    const late = await connect('Late Guest')
    await late.prepare(code, MAC)
    expect(await outcomeOf(late.join(KEYS))).toMatchObject({ code: 'ENCRYPTED_MEETING_FULL', status: 409 })
    await chen.enterCode(code)
    await chen.button(en.preJoin.join).click()
    await chen.expectRefused('ENCRYPTED_MEETING_FULL')
  })
})
