import type { KeyObject } from 'node:crypto'
import { ParleyError } from '#shared/errors.ts'
import type { RecordingManifest } from '#shared/recording/manifest.ts'
import type { BlobReader, BlobStore } from '../../storage/blobs/blob-store.ts'
import type { Database } from '../../storage/database.ts'
import type { KeyVault } from '../../storage/vault/key-vault.ts'
import type { RecordingRow } from '../library/recordings-schema.ts'
import { openManifest } from '../library/sealed-manifest.ts'
import { SealedReader } from '../sealed/sealed-reader.ts'

/** A recording whose key is in memory, while somebody watches it. */
export interface OpenRecording {
  readonly key: KeyObject
  readonly manifest: RecordingManifest
}

/** As much of its row as it takes to open it. */
export type Locked = Pick<RecordingRow, 'id' | 'tenant' | 'wrapped_key'>

interface Kept extends OpenRecording {
  readonly tracks: Map<string, Promise<OpenTrack>>
  /** When it was last asked for, or read. */
  usedAt: number
}

interface OpenTrack {
  readonly reader: SealedReader
  readonly blob: BlobReader
}

export interface OpenRecordingsOptions {
  database: Database
  blobs: BlobStore
  vault: KeyVault
  now?: () => number
}

/** ms after which a recording that nobody reads is closed. */
const IDLE = 5 * 60_000
const MOST_OPEN = 64

/** Keys, manifests and tracks of the recordings that are watched now, so that not each byte range asks the vault and the store anew. */
export class OpenRecordings {
  readonly #database: Database
  readonly #blobs: BlobStore
  readonly #vault: KeyVault
  readonly #now: () => number
  readonly #open = new Map<string, Promise<Kept>>()
  readonly #sweep: NodeJS.Timeout

  constructor({ database, blobs, vault, now = Date.now }: OpenRecordingsOptions) {
    this.#database = database
    this.#blobs = blobs
    this.#vault = vault
    this.#now = now
    this.#sweep = setInterval(() => void this.#closeIdle().catch(() => undefined), IDLE)
    this.#sweep.unref()
  }

  /** Throws KEY_DESTROYED for one that is deleted, STORED_DAMAGED, and what the vault throws. */
  async open(row: Locked): Promise<OpenRecording> {
    return this.#kept(row)
  }

  /** Throws NOT_FOUND for a segment that the recording has not, STORED_DAMAGED where its blob is not there, and as `open` does. */
  async track(row: Locked, segmentId: string): Promise<SealedReader> {
    const kept = await this.#kept(row)
    const segment = kept.manifest.tracks.flatMap(({ segments }) => segments).find(({ id }) => id === segmentId)
    if (segment === undefined) throw new ParleyError('NOT_FOUND', 'segment')
    return this.#reader(kept, segmentId, segment.blob)
  }

  /** What else is sealed with the recording's key: `name` is that of its track and of its blob in the recording's folder. Throws as `track` does. */
  async file(row: Locked, name: string): Promise<SealedReader> {
    return this.#reader(await this.#kept(row), name, `${row.id}/${name}`)
  }

  /** Lets go of the key and the tracks. */
  async forget(id: string): Promise<void> {
    const opening = this.#open.get(id)
    // First: whoever asks from now on opens it anew, and no track is added to this one.
    this.#open.delete(id)
    const kept = await opening?.catch(() => undefined)
    for (const track of kept?.tracks.values() ?? []) {
      const opened = await track.catch(() => undefined)
      await opened?.blob.close()
    }
  }

  async close(): Promise<void> {
    clearInterval(this.#sweep)
    for (const id of [...this.#open.keys()]) await this.forget(id)
  }

  async #kept(row: Locked): Promise<Kept> {
    const known = this.#open.get(row.id)
    const opening = known ?? this.#unlock(row)
    if (known === undefined) {
      this.#open.set(row.id, opening)
      opening.catch(() => {
        if (this.#open.get(row.id) === opening) this.#open.delete(row.id)
      })
      if (this.#open.size > MOST_OPEN) void this.#closeOldest().catch(() => undefined)
    }
    const kept = await opening
    kept.usedAt = this.#now()
    return kept
  }

  async #unlock({ id, tenant, wrapped_key }: Locked): Promise<Kept> {
    const row = await this.#database.selectFrom('recordings').select('manifest').where('id', '=', id).executeTakeFirst()
    const manifest = row?.manifest ?? null
    if (wrapped_key === null || manifest === null) throw new ParleyError('KEY_DESTROYED')
    const key = await this.#vault.unwrap(wrapped_key, { tenant, recording: id })
    return { key, manifest: openManifest(manifest, id, key), tracks: new Map(), usedAt: this.#now() }
  }

  async #reader(kept: Kept, track: string, blob: string): Promise<SealedReader> {
    const known = kept.tracks.get(track)
    if (known !== undefined) return (await known).reader
    const opening = this.#openTrack(kept, track, blob)
    kept.tracks.set(track, opening)
    opening.catch(() => {
      if (kept.tracks.get(track) === opening) kept.tracks.delete(track)
    })
    return (await opening).reader
  }

  async #openTrack(kept: Kept, track: string, name: string): Promise<OpenTrack> {
    const { key, manifest } = kept
    const blob = await this.#blobs.open(name).catch((error: unknown) => {
      const gone = error instanceof ParleyError && error.code === 'NOT_FOUND'
      throw gone ? new ParleyError('STORED_DAMAGED', 'missing', { cause: error }) : error
    })
    // Whoever reads for long, as who makes a file of it, asks for it once.
    const read = (at: number, length: number): Promise<Buffer> => {
      kept.usedAt = this.#now()
      return blob.read(at, length)
    }
    try {
      return { blob, reader: await SealedReader.open({ size: blob.size, read }, key, { recording: manifest.recording, track }) }
    } catch (error) {
      await blob.close()
      throw error
    }
  }

  async #closeIdle(): Promise<void> {
    for (const [id, opening] of [...this.#open]) {
      const kept = await opening.catch(() => undefined)
      if (kept !== undefined && this.#now() - kept.usedAt >= IDLE) await this.forget(id)
    }
  }

  /** The one that was not used for longest. */
  async #closeOldest(): Promise<void> {
    const opened = await Promise.all(
      [...this.#open].map(async ([id, opening]) => ({ id, usedAt: (await opening.catch(() => undefined))?.usedAt })),
    )
    const [oldest] = opened
      .filter(({ id, usedAt }) => usedAt !== undefined && this.#open.has(id))
      .sort((one, other) => (one.usedAt ?? 0) - (other.usedAt ?? 0))
    if (oldest !== undefined && this.#open.size > MOST_OPEN) await this.forget(oldest.id)
  }
}
