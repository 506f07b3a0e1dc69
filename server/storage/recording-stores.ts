import { createSecretKey } from 'node:crypto'
import { join } from 'node:path'
import type { ServiceSecret } from '../identity/service-secret.ts'
import type { BlobStore } from './blobs/blob-store.ts'
import { EncryptedBlobStore } from './blobs/encrypted-blob-store.ts'
import { FolderBlobStore } from './blobs/folder-blob-store.ts'
import { KeyFileVault } from './vault/key-file-vault.ts'
import type { KeyVault } from './vault/key-vault.ts'

export interface RecordingStores {
  readonly blobs: BlobStore
  readonly vault: KeyVault
}

/** Where recordings are kept, and the vault of their keys: both in the data folder. */
export const openRecordingStores = async (dataDir: string, secret: ServiceSecret): Promise<RecordingStores> => ({
  blobs: new EncryptedBlobStore(
    await FolderBlobStore.create(join(dataDir, 'recordings')),
    createSecretKey(secret.deriveBytes('recordings store key')),
  ),
  vault: await KeyFileVault.create(join(dataDir, 'recording-keys.json')),
})
