/** Somebody of another organisation comes to a meeting: who they are and from where is seen by all, wherever they are seen. */
import { en } from '#shared/catalogue/en.ts'
import { DevIdp } from '../../server/dev-idp/dev-idp.ts'
import type { ProviderConfig } from '../../server/identity/provider-config.ts'
import { createLog } from '../../server/logging.ts'
import { expect, test as journey } from '../support/journey.ts'
import { admit, chooseOption, closePanel, filled, rowOf, waitingRow } from '../support/organising.ts'
import type { Participant } from '../support/participant.ts'

const ADA = { name: 'Ada Moreau', email: 'ada.moreau@northwind.example' }
const FARAH = { name: 'Farah Haddad', email: 'farah.haddad@contrail.example' }
const FROM = filled(en.standing.from, { organisation: 'Contrail' })
const TRUSTED = filled(en.standing.trusted, { organisation: 'Contrail' })

journey.setTimeout(180_000)

/** Expects the mark beside a name, on the tile and in the list of the people. */
const expectMark = async (who: Participant, other: Participant, mark: string): Promise<void> => {
  await expect(who.tile(other)).toHaveAccessibleName(new RegExp(`${mark},`))
  await expect(await rowOf(who, other)).toContainText(mark)
}

const test = journey.extend({ serviceOptions: { provider: true } })

test('somebody of another organisation waits, and is marked as such in the lobby and in the meeting', async ({ people }) => {
  const ada = await people.signedIn(ADA)
  const code = await ada.startMeeting('Joint planning')
  await ada.join()
  const farah = await people.signedIn(FARAH)

  await test.step('they wait by default, and the organiser sees from where they are and how that is known', async () => {
    await farah.enterCode(code)
    await expect(farah.page.getByText(en.admitting.mayWait)).toBeVisible()
    await farah.knock()
    const notice = ada.page.getByRole('status', { name: en.admitting.region })
    await expect(notice).toContainText(filled(en.admitting.knocked, { name: farah.name }))
    await expect(notice).toContainText(FROM)
    const row = await waitingRow(ada, farah)
    await expect(row).toContainText(FROM)
    await expect(row).toContainText(en.verification.secondFactor)
    await ada.keepPicture('another organisation in the lobby')
  })

  await test.step('let in, they are marked for all', async () => {
    await admit(ada, farah)
    await Promise.all([ada.expectMoving(farah), farah.expectMoving(ada)])
    await ada.expectHearing(farah)
    await expectMark(ada, farah, FROM)
    const guest = await people.extra('Gwen Hale', `/join/${code}`)
    await guest.introduceAsGuest()
    await guest.withoutMedia()
    await guest.knock()
    await admit(ada, guest)
    await expectMark(guest, farah, FROM)
    await expectMark(farah, guest, en.standing.anonymous)
    // Whoever is of the organisation that holds the meeting goes without a mark.
    await expect(farah.tile(ada)).toHaveAccessibleName(new RegExp(`^${ada.name}, ${en.stage.microphoneOn}`))
    await ada.keepPicture('another organisation in the meeting')
  })

  await test.step('with a watermark, each sees their own address over the pictures', async () => {
    await chooseOption(ada, 'watermark', 'on')
    for (const [who, { email }] of [
      [ada, ADA],
      [farah, FARAH],
    ] as const) {
      await expect(who.page.locator('[data-watermark]')).toHaveAttribute('data-watermark', email)
      await expect(who.page.locator('[data-watermark]')).toBeVisible()
    }
    await farah.keepPicture('watermark with an address')
  })
})

/** Northwind trusts Contrail, which says nothing of Northwind. */
const trusting = (config: ProviderConfig): ProviderConfig => {
  const { organisation } = config
  if (!('organisations' in organisation)) throw new Error('the provider has one organisation only')
  const { northwind, ...others } = organisation.organisations
  if (northwind === undefined) throw new Error('there is no Northwind')
  const organisations = { ...others, northwind: { ...northwind, trusts: ['contrail'] } }
  return { ...config, organisation: { ...organisation, organisations } }
}

const trustingTest = journey.extend({
  serviceOptions: async ({ stack }, use) => {
    const provider = await DevIdp.create({ port: 0, log: createLog('error'), dataDir: ':memory:' })
    stack.defer(() => provider.close())
    await use({ providers: [trusting(provider.providerConfig)] })
  },
})

trustingTest('somebody of a trusted organisation comes in directly where such people may', async ({ people }) => {
  const ada = await people.signedIn(ADA)
  const code = await ada.startMeeting('Joint planning')
  await ada.join()
  const farah = await people.signedIn(FARAH)

  await test.step('they wait by default, and are known as trusted', async () => {
    await farah.enterCode(code)
    await farah.knock()
    await expect(await waitingRow(ada, farah)).toContainText(TRUSTED)
  })

  await test.step('once the door is open to trusted organisations, who waits comes in without being let in', async () => {
    await chooseOption(ada, 'lobby', 'organisationTrustedAndGuests')
    await Promise.all([ada.expectMoving(farah), farah.expectMoving(ada)])
    await expectMark(ada, farah, TRUSTED)
    await ada.keepPicture('a trusted organisation in the meeting')
    await closePanel(ada)
  })

  await test.step('and comes in directly from then on', async () => {
    await farah.leave()
    await expect(ada.tile(farah)).toBeHidden()
    await farah.button(en.ended.rejoin).click()
    await expect(farah.page.getByText(en.admitting.mayWait)).toBeHidden()
    await farah.join()
    await expectMark(ada, farah, TRUSTED)
  })
})
