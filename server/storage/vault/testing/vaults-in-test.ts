import { randomBytes } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { AwsKmsVault } from '../aws-kms-vault.ts'
import { AzureVault } from '../azure-vault.ts'
import { KeyFileVault } from '../key-file-vault.ts'
import { TransitVault } from '../transit-vault.ts'
import { AwsKmsPeer } from './aws-kms-peer.ts'
import { AzurePeer } from './azure-peer.ts'
import type { VaultInTest } from './key-vault-contract.ts'
import { TransitPeer } from './transit-peer.ts'

/** Each kind of vault there is, with what its administrator does, over peers and files that go with it. */
export class VaultsInTest implements AsyncDisposable {
  readonly #folder: string
  readonly #peers: AsyncDisposable[] = []

  private constructor(folder: string) {
    this.#folder = folder
  }

  static async create(): Promise<VaultsInTest> {
    return new VaultsInTest(await mkdtemp(join(tmpdir(), 'parley-vault-')))
  }

  readonly kinds: Readonly<Record<string, () => Promise<VaultInTest>>> = {
    'key file': () => this.#keyFile(),
    transit: () => this.#transit(),
    Azure: () => this.#azure(),
    'AWS KMS': () => this.#awsKms(),
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const peer of this.#peers) await peer[Symbol.asyncDispose]()
    await rm(this.#folder, { recursive: true, force: true })
  }

  #newPath(): string {
    return join(this.#folder, randomBytes(8).toString('hex'))
  }

  async #keyFile(): Promise<VaultInTest> {
    const path = this.#newPath()
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
  }

  async #transit(): Promise<VaultInTest> {
    const peer = await TransitPeer.create()
    this.#peers.push(peer)
    const tokenFile = this.#newPath()
    await writeFile(tokenFile, `${peer.token}\n`)
    const open = (): TransitVault => new TransitVault({ address: peer.address, tokenFile })
    return {
      vault: open(),
      again: async () => open(),
      rotate: async (tenant) => peer.rotate(`parley-${tenant}`),
      destroyFormer: async (tenant) => peer.destroyFormer(`parley-${tenant}`),
      destroyAll: async (tenant) => peer.destroyAll(`parley-${tenant}`),
    }
  }

  async #azure(): Promise<VaultInTest> {
    const peer = await AzurePeer.create()
    this.#peers.push(peer)
    const clientSecretFile = this.#newPath()
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
  }

  async #awsKms(): Promise<VaultInTest> {
    const peer = await AwsKmsPeer.create()
    this.#peers.push(peer)
    const credentialsFile = this.#newPath()
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
  }
}
