import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import type { ServerResponse } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it, test } from 'vitest'
import { answer, TransitPeer } from './testing/transit-peer.ts'
import { TransitVault } from './transit-vault.ts'

const CONTEXT = { tenant: 'northwind', recording: 'r1' }

let folder: string
let tokenFile: string
let peer: TransitPeer
let vault: TransitVault
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'parley-vault-'))
  tokenFile = join(folder, 'token')
  peer = await TransitPeer.create()
  await writeFile(tokenFile, peer.token)
  vault = new TransitVault({ address: peer.address, tokenFile, patience: 1_000 })
})
afterEach(async () => {
  await peer[Symbol.asyncDispose]()
  await rm(folder, { recursive: true, force: true })
})

const secretAnswer = { data: { plaintext: Buffer.from('a secret').toString('base64'), ciphertext: 'a secret' } }

test.each<[string, (response: ServerResponse) => void]>([
  ['does not answer', () => undefined],
  ['is sealed', (response) => answer(response, 503, { errors: ['Vault is sealed'] })],
  ['has too many requests', (response) => answer(response, 429, { errors: [] })],
  ['answers with something else', (response) => answer(response, 200, { data: { plaintext: 7 } })],
  ['answers with no key', (response) => answer(response, 200, secretAnswer)],
  ['answers with a page', (response) => response.end('<html>a secret</html>')],
  ['answers without end', (response) => response.end('a secret'.repeat(100_000))],
  ['hangs up', (response) => response.destroy()],
  ['sends on', (response) => response.writeHead(307, { location: 'http://127.0.0.1:1/' }).end()],
])('where the vault %s, it is unreachable, and nothing of the answer is told', async (_, reply) => {
  const { wrapped } = await vault.newDataKey(CONTEXT)
  peer.reply = reply
  for (const act of [() => vault.newDataKey(CONTEXT), () => vault.unwrap(wrapped, CONTEXT)]) {
    const error: unknown = await act().catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({ code: 'VAULT_UNREACHABLE' })
    expect(String(error)).not.toContain('secret')
    expect(String(error)).not.toContain(peer.token)
  }
})

it('reads its token for each request, and is refused with another', async () => {
  await writeFile(tokenFile, 'another')
  await expect(vault.newDataKey(CONTEXT)).rejects.toMatchObject({ code: 'VAULT_UNREACHABLE', detail: 'answered 403' })
  await writeFile(tokenFile, peer.token)
  await vault.newDataKey(CONTEXT)
  await rm(tokenFile)
  await expect(vault.newDataKey(CONTEXT)).rejects.toMatchObject({ code: 'VAULT_UNREACHABLE' })
})

it('asks for a key of each organisation, whatever its id is', async () => {
  for (const tenant of ['northwind', 'Northwind', '../../sys/seal', 'a/b']) await vault.newDataKey({ tenant, recording: 'r1' })
  const names = peer.paths.map((path) => /^\/v1\/transit\/encrypt\/parley-([A-Za-z0-9-]+)$/.exec(path)?.[1])
  expect(names[0]).toBe('northwind')
  expect(names.slice(1).every((name) => name !== undefined && /^H[0-9a-f]{48}$/.test(name))).toBe(true)
  expect(new Set(names).size).toBe(4)
})
