import { randomBytes } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll } from 'vitest'
import { AwsKmsVault } from './aws-kms-vault.ts'
import { AzureVault } from './azure-vault.ts'
import { KeyFileVault } from './key-file-vault.ts'
import { AwsKmsPeer } from './testing/aws-kms-peer.ts'
import { AzurePeer } from './testing/azure-peer.ts'
import { describeKeyVault } from './testing/key-vault-contract.ts'
import { TransitPeer } from './testing/transit-peer.ts'
import { TransitVault } from './transit-vault.ts'

const folder = await mkdtemp(join(tmpdir(), 'parley-vault-'))
const peers: AsyncDisposable[] = []
afterAll(async () => {
  for (const peer of peers) await peer[Symbol.asyncDispose]()
  await rm(folder, { recursive: true, force: true })
})
const newPath = (): string => join(folder, randomBytes(8).toString('hex'))

describeKeyVault('key file', async () => {
  const path = newPath()
  const vault = await KeyFileVault.create(path)
  return {
    vault,
    again: () => KeyFileVault.create(path),
    rotate: (tenant) => vault.rotate(tenant),
    destroyFormer: async (tenant) => {
      for (const id of vault.keysOf(tenant).slice(0, -1)) await vault.destroy(tenant, id)
    },
    destroyAll: (tenant) => vault.destroyAll(tenant),
  }
})

describeKeyVault('transit', async () => {
  const peer = await TransitPeer.create()
  peers.push(peer)
  const tokenFile = newPath()
  await writeFile(tokenFile, `${peer.token}\n`)
  const open = (): TransitVault => new TransitVault({ address: peer.address, tokenFile })
  return {
    vault: open(),
    again: async () => open(),
    rotate: async (tenant) => peer.rotate(`parley-${tenant}`),
    destroyFormer: async (tenant) => peer.destroyFormer(`parley-${tenant}`),
    destroyAll: async (tenant) => peer.destroyAll(`parley-${tenant}`),
  }
})

describeKeyVault('Azure', async () => {
  const peer = await AzurePeer.create()
  peers.push(peer)
  const clientSecretFile = newPath()
  await writeFile(clientSecretFile, `${peer.clientSecret}\n`)
  const { address, tokenEndpoint } = peer
  const open = (): AzureVault => new AzureVault({ address, tokenEndpoint, clientId: 'parley', clientSecretFile })
  return {
    vault: open(),
    again: async () => open(),
    rotate: async (tenant) => peer.rotate(`parley-${tenant}`),
    destroyFormer: async (tenant) => peer.destroyFormer(`parley-${tenant}`),
    destroyAll: async (tenant) => peer.destroyAll(`parley-${tenant}`),
  }
})

describeKeyVault('AWS KMS', async () => {
  const peer = await AwsKmsPeer.create()
  peers.push(peer)
  const credentialsFile = newPath()
  const credentials = { accessKeyId: peer.accessKeyId, secretAccessKey: 'a-secret-key-of-a-test' }
  await writeFile(credentialsFile, JSON.stringify(credentials), { mode: 0o600 })
  const { endpoint, region } = peer
  const open = (): AwsKmsVault => new AwsKmsVault({ endpoint, region, credentialsFile, attempts: 1 })
  return {
    vault: open(),
    again: async () => open(),
    rotate: async (tenant) => peer.pointAtNewKey(`alias/parley-${tenant}`),
    destroyFormer: async () => {
      peer.scheduleDeletionOfFormer()
      peer.endWaiting()
    },
    destroyAll: async (tenant) => {
      peer.scheduleDeletionOfFormer()
      peer.scheduleDeletion(`alias/parley-${tenant}`)
      peer.endWaiting()
    },
  }
})
