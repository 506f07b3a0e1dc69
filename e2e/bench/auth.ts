/**
 * `npm run bench:auth`: what it costs the service to know who a request is from, and who a message on a socket.
 *
 * The floor is the two signatures of a request (the access token's Ed25519, the proof's P-256) verified with the same primitives
 * and nothing around them, measured in turn with the whole in one process. Prints one JSON line a figure; medians of rounds.
 */
import { createPublicKey, verify } from 'node:crypto'
import { WebSocket } from 'ws'
import type { RequestProof, Session } from '../../server/identity/identities.ts'
import { ServiceIdentities } from '../../server/identity/service-identities.ts'
import { ServiceSecret } from '../../server/identity/service-secret.ts'
import { SERVICE_LIMITS } from '../../server/limits.ts'
import { createLog } from '../../server/logging.ts'
import { FakeMedia } from '../../server/media/fake-media.ts'
import { Invitations } from '../../server/meetings/invitations.ts'
import { openMeetingStores } from '../../server/meetings/meeting-stores.ts'
import { Meetings } from '../../server/meetings/meetings.ts'
import { Connection } from '../../server/signalling/connection.ts'
import { openDatabase } from '../../server/storage/database.ts'
import { TEST_DEVICE } from '../../server/testing/client.ts'
import { DpopKey, TestSession } from '../../server/testing/test-session.ts'

const ROUNDS = 21
/** People whose requests come in turn. */
const PEOPLE = 20
/** Requests of a round, and messages. */
const REQUESTS = 400
const MESSAGES = 100_000

const ORIGIN = 'http://127.0.0.1:8473'
const METHOD = 'POST'
const PATH = '/api/identity/ticket'

const report = (bench: string, value: number, unit: string, goal: string, ok: boolean): void => {
  console.log(JSON.stringify({ bench, value: Number(value.toPrecision(3)), unit, goal, ok }))
}

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN

/** ms of this thread on a processor: what else runs on the machine does not count. */
const processorTime = (): number => {
  const { user, system } = process.threadCpuUsage()
  return (user + system) / 1_000
}

/** ms that each of `items` takes on average. */
const timePerItem = <T>(items: readonly T[], work: (item: T) => void): number => {
  const started = processorTime()
  for (const item of items) work(item)
  return (processorTime() - started) / items.length
}

interface Signed {
  message: Buffer
  signature: Buffer
}

const signedOf = (jws: string): Signed => {
  const end = jws.lastIndexOf('.')
  return { message: Buffer.from(jws.slice(0, end), 'latin1'), signature: Buffer.from(jws.slice(end + 1), 'base64url') }
}

const database = await openDatabase(':memory:')
const log = createLog('silent')
const secret = ServiceSecret.random()
const identities = await ServiceIdentities.create({
  database,
  log,
  secret,
  providers: [],
  samplePeople: true,
  ticketLifetime: SERVICE_LIMITS.ticketLifetime,
  origin: () => ORIGIN,
  origins: () => new Set([ORIGIN, 'http://localhost:8473']),
  findMeeting: () => Promise.reject(new Error('no meetings here')),
  invitations: new Invitations(database),
})

const openSession = async (): Promise<TestSession> => {
  const key = DpopKey.create()
  const path = '/api/identity/session'
  const { dpop } = new TestSession(key).headersFor('POST', `${ORIGIN}${path}`)
  const request = { method: 'POST', path, authorization: undefined, dpop }
  const { tokens, account } = await identities.openSession(request, { kind: 'sample', personId: 'ada' }, TEST_DEVICE)
  return new TestSession(key, tokens, account)
}
const sessions = await Promise.all(Array.from({ length: PEOPLE }, openSession))

interface Prepared {
  request: RequestProof
  token: Signed
  proof: Signed
  key: TestSession['key']['privateKey']
}

/** Requests with fresh proofs, as they come off the wire. */
const prepare = (): Prepared[] =>
  Array.from({ length: REQUESTS / PEOPLE }).flatMap(() =>
    sessions.map((session) => {
      const { authorization = '', dpop = '' } = session.headersFor(METHOD, `${ORIGIN}${PATH}`)
      return {
        request: { method: METHOD, path: PATH, authorization, dpop },
        token: signedOf(session.tokens.accessToken),
        proof: signedOf(dpop),
        key: publicKeys.get(session) ?? session.key.privateKey,
      }
    }),
  )
const publicKeys = new Map(sessions.map((session) => [session, createPublicKey(session.key.privateKey)]))
const serviceKey = createPublicKey(secret.deriveSigningKey('access token'))

const floor = ({ token, proof, key }: Prepared): void => {
  const tokenHolds = verify(null, token.message, serviceKey, token.signature)
  const proofHolds = verify('sha256', proof.message, { key, dsaEncoding: 'ieee-p1363' }, proof.signature)
  if (!tokenHolds || !proofHolds) throw new Error('a signature does not hold')
}
const authenticate = ({ request }: Prepared): void => void identities.authenticate(request)

const times = { request: [] as number[], floor: [] as number[], message: [] as number[] }
for (let round = -2; round < ROUNDS; round += 1) {
  const requests = prepare()
  const wholeFirst = round % 2 === 0
  const first = timePerItem(requests, wholeFirst ? authenticate : floor)
  const second = timePerItem(requests, wholeFirst ? floor : authenticate)
  if (round < 0) continue
  times.request.push(wholeFirst ? first : second)
  times.floor.push(wholeFirst ? second : first)
}

const [prepared] = prepare()
if (prepared === undefined) throw new Error('no request')
const session: Session = identities.authenticate(prepared.request)
const connection = new Connection({
  // Without a connection: nothing is sent here.
  socket: Object.create(WebSocket.prototype) as WebSocket,
  wire: { cork: () => undefined, uncork: () => undefined },
  session,
  identities,
  meetings: new Meetings({
    stores: openMeetingStores(database),
    media: new FakeMedia(),
    limits: SERVICE_LIMITS,
    log,
  }),
  limits: SERVICE_LIMITS,
  now: Date.now,
})
const messages = Array.from({ length: MESSAGES }, () => connection)
for (let round = -2; round < ROUNDS; round += 1) {
  const time = timePerItem(messages, (each) => each.authorise())
  if (round >= 0) times.message.push(time)
}
await database.destroy()

const [request, bare, message] = [median(times.request), median(times.floor), median(times.message)]
report('auth.request', request, 'ms', '< 0.4', request < 0.4)
report('auth.request-signatures-alone', bare, 'ms', 'none', true)
report('auth.request-ratio', request / bare, 'of the signatures alone', '<= 1.5', request / bare <= 1.5)
report('auth.message', message, 'ms', '< 0.02', message < 0.02)
