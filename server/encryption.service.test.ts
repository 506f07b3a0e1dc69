/** The group of an encrypted meeting over real sockets: how it comes about, changes hands and lets go. */
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import type { Platform } from '#shared/contract/common.ts'
import type { EncryptionNews } from '#shared/contract/encryption.ts'
import { LIMITS } from '#shared/meeting/limits.ts'
import { encryptingRules } from '#shared/policies/testing/sample-rules.ts'
import { MlsMember } from './encryption/testing/mls-member.ts'
import { apiClient, TestClient } from './testing/client.ts'
import { Organisations, outcomeOf } from './testing/organisations.ts'
import type { TestSession } from './testing/test-session.ts'

const WINDOWS: Platform = { kind: 'desktop', os: 'windows', version: '0.1.0' }
const people = ['ada', 'sal', 'nina'] as const
type Name = (typeof people)[number]

let organisations: Organisations
let sessions: Record<Name, TestSession>
let code: string
const as = (name: Name) => apiClient(organisations.origin, sessions[name])
const clients: TestClient[] = []

beforeAll(async () => {
  organisations = await Organisations.start()
  sessions = await organisations.signInAll('northwind', people)
  const { revision } = await as('ada').admin.getRules()
  await as('ada').admin.saveRules({ revision, rules: encryptingRules() })
})
afterEach(async () => {
  await Promise.all(clients.splice(0).map((client) => client.close()))
})
afterAll(() => organisations.stop())

/** Somebody with their own keys, on a socket. */
class Peer {
  readonly client: TestClient
  readonly member: MlsMember
  readonly participantId: string
  #taken = 0

  private constructor(client: TestClient, member: MlsMember, participantId: string) {
    this.client = client
    this.member = member
    this.participantId = participantId
  }

  static async come(name: Name): Promise<Peer> {
    const client = await TestClient.connect(organisations.origin, sessions[name])
    clients.push(client)
    const member = await MlsMember.create(name)
    await client.prepare(code, WINDOWS)
    const { participantId } = await client.join({ encryption: { keyPackages: [member.keyPackage] } })
    return new Peer(client, member, participantId)
  }

  /** The next of this kind that was not taken before. */
  async next<I extends EncryptionNews['is']>(is: I): Promise<Extract<EncryptionNews, { is: I }>> {
    const from = this.#taken
    const event = await this.client.next('encryption', (each) => each.news.is === is && this.client.events.indexOf(each) >= from)
    this.#taken = this.client.events.indexOf(event) + 1
    return event.news as Extract<EncryptionNews, { is: I }>
  }

  async found(): Promise<void> {
    const { deliveryKey } = await this.next('found')
    await this.client.rpc.foundGroup({ groupInfo: await this.member.found(code, deliveryKey) })
  }

  async takeProposals(): Promise<void> {
    const { proposals } = await this.next('proposals')
    for (const proposal of proposals) await this.member.take(proposal)
  }

  async commitWhenAsked(): Promise<void> {
    const { epoch } = await this.next('commitWanted')
    await this.client.rpc.commitEpoch({ epoch, ...(await this.member.commit()), refused: [] })
  }
}

const meetingOfTwo = async (): Promise<[Peer, Peer]> => {
  code = (await as('sal').meetings.create({ title: 'Encrypted' })).code
  await as('sal').meetings.setOptions({ code, change: { encryption: 'on' } })
  const sal = await Peer.come('sal')
  await sal.found()
  const nina = await Peer.come('nina')
  await sal.takeProposals()
  await sal.commitWhenAsked()
  const welcome = await nina.next('welcome')
  await nina.member.join(welcome)
  expect(welcome.seats).toEqual([
    { participantId: sal.participantId, leafIndex: 0 },
    { participantId: nina.participantId, leafIndex: 1 },
  ])
  return [sal, nina]
}

test('two people come into one epoch, switch to its keys and hear each other', async () => {
  const [sal, nina] = await meetingOfTwo()
  expect(nina.member.authenticator).toBe(sal.member.authenticator)
  await Promise.all([sal, nina].map(({ client, member }) => client.rpc.keysReady({ epoch: member.epoch })))
  expect(await nina.next('switch')).toEqual({ is: 'switch', epoch: 1 })
  await nina.client.rpc.sendEncrypted({ epoch: 1, message: await nina.member.seal('hello') })
  expect(await sal.member.open((await sal.next('message')).message)).toBe('hello')
})

test('whoever leaves is removed, and is told nothing more', async () => {
  const [sal, nina] = await meetingOfTwo()
  await nina.client.rpc.leave()
  await sal.takeProposals()
  await sal.commitWhenAsked()
  expect((await sal.next('switch')).epoch).toBe(2)
  expect(nina.client.events.filter((each) => each.type === 'encryption' && each.news.is === 'commit')).toEqual([])
})

test('whoever is removed is out of the group', async () => {
  const [sal, nina] = await meetingOfTwo()
  await sal.client.rpc.remove({ participantId: nina.participantId })
  await nina.client.next('ended', ({ reason }) => reason === 'removed')
  await sal.takeProposals()
  await sal.commitWhenAsked()
  expect((await sal.next('switch')).epoch).toBe(2)
  expect(nina.client.events.filter((each) => each.type === 'encryption' && each.news.is === 'commit')).toEqual([])
  expect((await nina.client.closed).reason).toBe('removed')
})

test('whoever is let in again before they had another offer is in the group as soon as they do', async () => {
  const [sal, nina] = await meetingOfTwo()
  await sal.client.rpc.sendToLobby({ participantId: nina.participantId })
  await nina.client.next('waiting')
  await sal.takeProposals()
  await sal.commitWhenAsked()
  await sal.client.rpc.admitAll()
  const { participantId } = await nina.client.next(
    'joined',
    (each) => each !== nina.client.events.find(({ type }) => type === 'joined'),
  )
  const again = await MlsMember.create('nina')
  await nina.client.rpc.renewOffer({ keyPackages: [again.keyPackage] })
  await sal.takeProposals()
  await sal.commitWhenAsked()
  const welcome = await nina.next('welcome')
  await again.join(welcome)
  expect(again.authenticator).toBe(sal.member.authenticator)
  expect(welcome.seats.map((seat) => seat.participantId)).toEqual([sal.participantId, participantId])
})

test('a commit that was not asked for, or does not fit, changes nothing', async () => {
  const [sal, nina] = await meetingOfTwo()
  const own = await nina.member.commit()
  expect(await outcomeOf(nina.client.rpc.commitEpoch({ epoch: 1, ...own, refused: [] }))).toMatchObject({ code: 'EPOCH_STALE' })
  expect(await outcomeOf(sal.client.rpc.commitEpoch({ epoch: 0, ...own, refused: [] }))).toMatchObject({ code: 'EPOCH_STALE' })
  expect(await outcomeOf(sal.client.rpc.foundGroup({ groupInfo: own.groupInfo }))).toMatchObject({ code: 'EPOCH_STALE' })
  expect((await sal.client.rpc.requestGroupInfo()).epoch).toBe(1)
})

test('the largest commit of the largest meeting comes through, and of whoever is in no encrypted one it does not', async () => {
  const [sal] = await meetingOfTwo()
  const largest = { epoch: 0, commit: 'A'.repeat(LIMITS.commit), groupInfo: '', refused: [] }
  expect(await outcomeOf(sal.client.rpc.commitEpoch(largest))).toMatchObject({ code: 'EPOCH_STALE' })
  const clear = (await as('sal').meetings.create({ title: 'In the clear' })).code
  const client = await TestClient.connect(organisations.origin, sessions.nina)
  clients.push(client)
  await client.prepare(clear, WINDOWS)
  await client.join()
  client.rpc.commitEpoch(largest).catch(() => undefined)
  expect(await client.closed).toMatchObject({ code: 1009 })
})

test('whoever comes with nothing to be let in with is refused, and with a key package that does not hold not let into the group', async () => {
  await meetingOfTwo()
  const client = await TestClient.connect(organisations.origin, sessions.ada)
  clients.push(client)
  await client.prepare(code, WINDOWS)
  expect(await outcomeOf(client.join())).toMatchObject({ code: 'INVALID_INPUT' })
  await client.join({ encryption: { keyPackages: ['AAAA'] } })
  const { news } = await client.next('encryption')
  expect(news).toEqual({ is: 'refused' })
})
