/** A meeting as it should go: people come, see and hear one another, use everything, and leave. */
import { expect, test } from '../support/journey.ts'
import { expectAllTogether } from '../support/participant.ts'

test('two desktop clients and a web guest meet', async ({ people }) => {
  const ada = await people.web('ada')
  const code = await ada.startMeeting('Weekly review')
  await ada.join()
  const bo = await people.web('bo')
  await bo.enterCode(code)
  await bo.join()
  const gwen = await people.guest('Gwen Hale', code)
  await gwen.introduceAsGuest()
  await gwen.join()
  await expectAllTogether([ada, bo, gwen])
})
