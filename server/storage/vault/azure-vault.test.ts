import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { AzureVault } from './azure-vault.ts'
import { AzurePeer } from './testing/azure-peer.ts'

const CONTEXT = { tenant: 'northwind', recording: 'r1' }

let folder: string
let clientSecretFile: string
let peer: AzurePeer
let vault: AzureVault
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'parley-vault-'))
  clientSecretFile = join(folder, 'secret')
  peer = await AzurePeer.create()
  await writeFile(clientSecretFile, peer.clientSecret)
  const { address, tokenEndpoint } = peer
  vault = new AzureVault({ address, tokenEndpoint, clientId: 'parley', clientSecretFile })
})
afterEach(async () => {
  vi.useRealTimers()
  await peer[Symbol.asyncDispose]()
  await rm(folder, { recursive: true, force: true })
})

it('keeps its token while it holds, and gets another in time', async () => {
  vi.useFakeTimers({ toFake: ['Date'] })
  await vault.newDataKey(CONTEXT)
  await vault.newDataKey(CONTEXT)
  expect(peer.tokens).toBe(1)
  vi.setSystemTime(Date.now() + 3_540_000)
  await vault.newDataKey(CONTEXT)
  expect(peer.tokens).toBe(2)
})

it('is unreachable with another secret, and tells neither', async () => {
  await writeFile(clientSecretFile, 'another-secret')
  const error: unknown = await vault.newDataKey(CONTEXT).catch((thrown: unknown) => thrown)
  expect(error).toMatchObject({ code: 'VAULT_UNREACHABLE', detail: 'no token: answered 401' })
  expect(String(error)).not.toContain('secret')
})

it('is unreachable where nobody answers', async () => {
  const { wrapped } = await vault.newDataKey(CONTEXT)
  await peer[Symbol.asyncDispose]()
  await expect(vault.newDataKey(CONTEXT)).rejects.toMatchObject({ code: 'VAULT_UNREACHABLE' })
  await expect(vault.unwrap(wrapped, CONTEXT)).rejects.toMatchObject({ code: 'VAULT_UNREACHABLE' })
  peer = await AzurePeer.create()
})

it('opens nothing whose owner was rewritten to fit another recording', async () => {
  const one = (await vault.newDataKey(CONTEXT)).wrapped.split(':')
  const other = { tenant: 'northwind', recording: 'r2' }
  const theirs = (await vault.newDataKey(other)).wrapped.split(':')
  const forged = [one[0], one[1], theirs[2], one[3], one[4]].join(':')
  await expect(vault.unwrap(forged, other)).rejects.toMatchObject({ code: 'KEY_INVALID' })
})
