import type { Log } from '../logging.ts'
import type { BlobStore } from './blobs/blob-store.ts'
import { EncryptedBlobStore } from './blobs/encrypted-blob-store.ts'
import { FolderBlobStore } from './blobs/folder-blob-store.ts'
import { S3BlobStore } from './blobs/s3-blob-store.ts'
import { S3Bucket } from './blobs/s3-bucket.ts'
import { SpoolDelivery, type SpoolReport } from './blobs/spool-delivery.ts'
import { SpooledBlobStore } from './blobs/spooled-blob-store.ts'
import type { RecordingStorageConfig, VaultConfig } from './recording-storage-config.ts'
import { hasStoreKeys, loadStoreKeys } from './store-keys.ts'
import { AwsKmsVault } from './vault/aws-kms-vault.ts'
import { AzureVault } from './vault/azure-vault.ts'
import { KeyFileVault } from './vault/key-file-vault.ts'
import type { KeyVault } from './vault/key-vault.ts'
import { TransitVault } from './vault/transit-vault.ts'

export interface StorageReport {
  readonly store: 'folder' | 's3'
  readonly vault: string
  /** Where the store is a far one. */
  readonly spool?: SpoolReport
}

/**
 * Where the service keeps its recordings: the blobs, under the store's own layer of encryption, and the vault of their keys.
 *
 * In a folder: encryption → folder. In S3: encryption → spool (a folder) → S3, so that the spool holds only what is sealed, and the
 * writing of a recording never waits for S3.
 */
export class RecordingStorage {
  readonly blobs: BlobStore
  readonly vault: KeyVault
  readonly #delivery: SpoolDelivery | undefined
  readonly #bucket: S3Bucket | undefined

  private constructor(parts: { blobs: BlobStore; vault: KeyVault; delivery?: SpoolDelivery; bucket?: S3Bucket }) {
    this.blobs = parts.blobs
    this.vault = parts.vault
    this.#delivery = parts.delivery
    this.#bucket = parts.bucket
  }

  /**
   * Throws STORAGE_UNREACHABLE or VAULT_UNREACHABLE where the folder or one of the key files can't be used, or the folder is not that of
   * before. A far store or vault need
   * not answer now: what waits in the spool is brought as soon as it does.
   */
  static async create(config: RecordingStorageConfig, log: Log): Promise<RecordingStorage> {
    const storage = await RecordingStorage.#open(config, log)
    log.info(await storage.report(), 'recordings are kept')
    return storage
  }

  static async #open({ folder, leaveFree, keyFile, s3, vault }: RecordingStorageConfig, log: Log): Promise<RecordingStorage> {
    const near = await FolderBlobStore.create(folder, { leaveFree, isKnown: await hasStoreKeys(keyFile) })
    const keys = await openVault(vault)
    if (s3 === undefined) {
      return new RecordingStorage({ blobs: await encrypted(near, keyFile), vault: keys })
    }
    const bucket = new S3Bucket(s3)
    try {
      const spooled = new SpooledBlobStore(near, new S3BlobStore(bucket), () => delivery.ask())
      const delivery = new SpoolDelivery(spooled, log)
      const blobs = await encrypted(spooled, keyFile)
      delivery.ask()
      return new RecordingStorage({ blobs, vault: keys, delivery, bucket })
    } catch (error) {
      bucket.close()
      throw error
    }
  }

  async report(): Promise<StorageReport> {
    const report = { vault: this.vault.name }
    return this.#delivery === undefined
      ? { store: 'folder', ...report }
      : { store: 's3', ...report, spool: await this.#delivery.report() }
  }

  /** When nobody writes or reads any more. What is not brought yet stays in the spool for the next start. */
  async close(): Promise<void> {
    await this.#delivery?.close()
    this.#bucket?.close()
  }
}

const encrypted = async (store: BlobStore, keyFile: string): Promise<EncryptedBlobStore> => {
  const { current, former } = await loadStoreKeys(keyFile, async () => (await store.list()).length === 0)
  return new EncryptedBlobStore(store, current, former)
}

export const openVault = async (config: VaultConfig): Promise<KeyVault> => {
  switch (config.kind) {
    case 'key-file':
      return await KeyFileVault.create(config.path)
    case 'aws-kms':
      return new AwsKmsVault(config)
    case 'azure':
      return new AzureVault(config)
    case 'transit':
      return new TransitVault(config)
  }
}
