import type { AuditLog } from '../audit/audit-log.ts'
import type { Log } from '../logging.ts'
import type { Rulebook } from '../policies/rulebook.ts'
import type { Rules } from '../policies/rules.ts'
import type { BlobStore } from '../storage/blobs/blob-store.ts'
import type { Database } from '../storage/database.ts'
import type { KeyVault } from '../storage/vault/key-vault.ts'
import { Downloads } from './compose/downloads.ts'
import { Access } from './library/access.ts'
import { Library } from './library/library.ts'
import { OpenRecordings } from './playback/open-recordings.ts'
import { Playback } from './playback/playback.ts'
import { Deletion } from './retention/deletion.ts'
import { Retention } from './retention/retention.ts'

export interface RecordingLibraryOptions {
  database: Database
  audit: AuditLog
  rulebook: Rulebook
  rules: Rules
  blobs: BlobStore
  vault: KeyVault
  log: Log
  /** The program that makes files of recordings, by its name or its path. */
  ffmpeg: string
  now?: () => number
}

/** All that is done with recordings once they are there. */
export class RecordingLibrary {
  readonly library: Library
  readonly playback: Playback
  readonly downloads: Downloads
  readonly deletion: Deletion
  readonly retention: Retention
  readonly #open: OpenRecordings

  constructor(options: RecordingLibraryOptions) {
    const { database, audit, blobs, log } = options
    const access = new Access(options)
    this.#open = new OpenRecordings(options)
    const common = { ...options, database, access, audit, blobs, log, open: this.#open }
    this.library = new Library(common)
    this.playback = new Playback(common)
    this.downloads = new Downloads(common)
    this.deletion = new Deletion({
      ...common,
      onClosed: async (id) => {
        await this.downloads.stopFor(id)
        await this.#open.forget(id)
      },
    })
    this.retention = new Retention({ ...common, deletion: this.deletion })
  }

  /** Goes on with downloads and deletions that a stop of the service left undone, and keeps to the times that are ruled. */
  async start(): Promise<void> {
    await this.downloads.start()
    this.retention.start()
  }

  async close(): Promise<void> {
    await this.retention.close()
    await this.downloads.close()
    await this.#open.close()
  }
}
