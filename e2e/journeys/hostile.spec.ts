/** Somebody who means harm, with a valid invitation and the wire in their hands, while three people meet. */
import { once } from 'node:events'
import { en } from '#shared/catalogue/en.ts'
import { LIMITS } from '#shared/meeting/limits.ts'
import { expect, test } from '../support/journey.ts'
import { openDoor } from '../support/organising.ts'
import type { Participant } from '../support/participant.ts'
import { callApi, callOpenSession, RawClient } from '../support/raw-client.ts'

test.setTimeout(180_000)

/** Every picture that `person` has of the others goes on moving, and nobody is shown as lost. */
const undisturbed = async (person: Participant, others: Participant[]): Promise<void> => {
  for (const other of others) {
    await person.expectMoving(other)
    await expect(person.tile(other)).not.toHaveAccessibleName(new RegExp(en.stage.reconnecting))
  }
}

test('a hostile client gets an error code for each misdeed, and the others do not notice', async ({ service, people }) => {
  const ada = await people.web('ada')
  const code = await ada.startMeeting('Board')
  await ada.join()
  await openDoor(ada)
  const bo = await people.web('bo')
  await bo.enterCode(code)
  await bo.join()
  const guest = await people.guest('Gwen Hale', code)
  await guest.introduceAsGuest()
  await guest.join()
  const three = [ada, bo, guest]
  const allUndisturbed = () =>
    Promise.all(
      three.map((person) =>
        undisturbed(
          person,
          three.filter((other) => other !== person),
        ),
      ),
    )
  await allUndisturbed()

  const { origin } = service
  const intruder = await RawClient.open(origin, code, 'Mallory')

  await test.step('HTTP', async () => {
    expect(await callApi(origin, 'POST', '/identity/session', '{"credential":')).toMatchObject({
      status: 400,
      code: 'INVALID_INPUT',
    })
    expect(await callOpenSession(origin, { kind: 'sample', personId: ['ada'] })).toMatchObject({
      status: 400,
      code: 'INVALID_INPUT',
    })
    expect(await callOpenSession(origin, { kind: 'guest', code, name: '\u202e' })).toMatchObject({ code: 'NAME_INVALID' })
    expect(await callApi(origin, 'GET', '/everything', undefined, intruder.session)).toMatchObject({ code: 'UNKNOWN_PROCEDURE' })
    expect(await callApi(origin, 'GET', '/meetings')).toMatchObject({ status: 401, code: 'UNAUTHENTICATED' })
    expect(await callApi(origin, 'GET', '/meetings', undefined, 'forged')).toMatchObject({ status: 401, code: 'UNAUTHENTICATED' })
    const large = JSON.stringify({ kind: 'guest', code, name: 'x'.repeat(LIMITS.messageSize) })
    expect(await callApi(origin, 'POST', '/identity/session', large)).toMatchObject({ status: 413, code: 'MESSAGE_TOO_LARGE' })
    // Nobody reads on after the refusal: whoever still writes may find the connection closed before they can read it.
    const huge = callApi(origin, 'POST', '/identity/session', large.padEnd(4 * 1024 * 1024))
    expect((await huge.catch(() => ({ code: 'cut off' }))).code).toMatch(/^(MESSAGE_TOO_LARGE|cut off)$/)
    // A guest is a guest of one meeting, and organises none.
    expect(await callApi(origin, 'DELETE', `/meetings/${code}`, undefined, intruder.session)).toMatchObject({ code: 'FORBIDDEN' })
    await allUndisturbed()
  })

  await test.step('a ticket is good for one socket', async () => {
    const ticket = await RawClient.ticket(origin, intruder.session)
    const first = RawClient.socket(origin, ticket)
    await once(first, 'open')
    const second = RawClient.socket(origin, ticket)
    const [refusal] = await once(second, 'error')
    expect(String(refusal)).toContain('401')
    first.terminate()
  })

  await test.step('messages out of order', async () => {
    const producing = { source: 'microphone', rtpParameters: {}, paused: false }
    expect(await intruder.request('produce', producing)).toMatchObject({ code: 'WRONG_STATE' })
    expect(await intruder.request('join', { rtpCapabilities: {}, pictures: 1 })).toMatchObject({ code: 'WRONG_STATE' })
    expect(await intruder.request('endMeeting', undefined)).toMatchObject({ code: 'WRONG_STATE' })
    expect(await intruder.prepare(code)).toMatchObject({ status: 200 })
    expect(await intruder.prepare(code)).toMatchObject({ code: 'WRONG_STATE' })
  })

  await test.step('messages that mean nothing', async () => {
    expect(await intruder.request('everything', {})).toMatchObject({ code: 'UNKNOWN_PROCEDURE' })
    expect(await intruder.request('__proto__', {})).toMatchObject({ code: 'UNKNOWN_PROCEDURE' })
    expect(await intruder.request('produce', { source: 'wallet', rtpParameters: 7 })).toMatchObject({ code: 'INVALID_INPUT' })
    expect(await intruder.request('connectTransport', { transportId: '../..', dtlsParameters: {} })).toMatchObject({
      code: 'INVALID_INPUT',
    })
    for (const nonsense of ['', '{', '[]', 'null', '{"i":"1"}', '{"i":{},"p":{"u":7}}', '{"i":"1","t":99}'])
      intruder.send(nonsense)
    intruder.send(new Uint8Array([0, 255, 255, 0, 1, 2, 3]))
    await allUndisturbed()
  })

  await test.step('a message that is too large ends that connection only', async () => {
    const client = await intruder.again()
    const reply = await client.request('react', { reaction: 'x'.repeat(LIMITS.messageSize) })
    expect(['MESSAGE_TOO_LARGE', 'closed 1009']).toContain(reply.code)
    client.close()
    await allUndisturbed()
  })

  await test.step('a flood is held back', async () => {
    const client = await intruder.again()
    const replies = await Promise.all(Array.from({ length: 5_000 }, () => client.request('ping', undefined)))
    expect(replies.some(({ code: refusal }) => refusal === 'TOO_MANY_REQUESTS')).toBe(true)
    await allUndisturbed()
    client.close()
    const guesses = await Promise.all(
      Array.from({ length: 400 }, () => callOpenSession(origin, { kind: 'guest', code: 'aaa-bbbb-ccc', name: 'M' })),
    )
    expect(guesses.some(({ code: refusal }) => refusal === 'TOO_MANY_REQUESTS')).toBe(true)
    await allUndisturbed()
  })

  intruder.close()
})
