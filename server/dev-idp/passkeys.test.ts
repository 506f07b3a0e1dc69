import { beforeEach, expect, test } from 'vitest'
import { Accounts } from './accounts.ts'
import { Passkeys } from './passkeys.ts'
import { IN_MEMORY } from './private-file.ts'
import { type Answer, SoftwarePasskey } from './testing/software-passkey.ts'

const ORIGIN = 'http://localhost:8472'
const ADA = 'northwind-1001'
const BO = 'northwind-1002'

let accounts: Accounts
let passkeys: Passkeys
let passkey: SoftwarePasskey
let challenge: string

beforeEach(async () => {
  accounts = new Accounts(IN_MEMORY)
  passkeys = new Passkeys(accounts, ORIGIN)
  passkey = new SoftwarePasskey(accounts, ADA)
  challenge = (await passkeys.requestOptions(undefined)).challenge
})

const ownerOf = async (changes: Partial<Answer> = {}): Promise<string | undefined> =>
  (await passkeys.owner(passkey.answer({ challenge, origin: ORIGIN, ...changes }), challenge))?.subject

test('a passkey says whose it is', async () => {
  expect(await ownerOf()).toBe(ADA)
})

test.each<[string, Partial<Answer>]>([
  ['to another challenge', { challenge: Buffer.alloc(32).toString('base64url') }],
  ['on another origin', { origin: 'http://localhost:9999' }],
  ['for another provider', { relyingParty: 'elsewhere.example' }],
  ['that nobody verified', { verified: false }],
  ['in somebody else’s name', { subject: BO }],
])('an answer %s proves nothing', async (_, changes) => {
  expect(await ownerOf(changes)).toBeUndefined()
})

test('an answer that was given before proves nothing, nor does that of a copy', async () => {
  expect(await ownerOf({ counter: 5 })).toBe(ADA)
  expect(await ownerOf({ counter: 5 })).toBeUndefined()
  expect(await ownerOf({ counter: 4 })).toBeUndefined()
  expect(await ownerOf({ counter: 6 })).toBe(ADA)
})

test('a passkey that nobody keeps proves nothing', async () => {
  const unknown = new SoftwarePasskey(new Accounts(IN_MEMORY), ADA)
  expect(await passkeys.owner(unknown.answer({ challenge, origin: ORIGIN }), challenge)).toBeUndefined()
})

test('another person’s passkey can’t sign in another’s place', async () => {
  const other = new SoftwarePasskey(accounts, BO)
  const forged = { ...other.answer({ challenge, origin: ORIGIN, subject: ADA }), id: passkey.id, rawId: passkey.id }
  expect(await passkeys.owner(forged, challenge)).toBeUndefined()
})
