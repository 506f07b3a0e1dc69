import { DeleteObjectCommand, GetObjectCommand, ListObjectsV2Command, PutObjectCommand, S3Client } from '@aws-sdk/client-s3'
import { ParleyError } from '#shared/errors.ts'
import { type AwsClientOptions, awsClientConfig, awsErrorName } from '../aws-client.ts'

export interface S3Options extends AwsClientOptions {
  bucket: string
  /** Before each key, as `parley/`. */
  prefix?: string | undefined
  /** Requests of one call, the first one included. */
  attempts?: number
  /** ms for one call with all its attempts */
  patience?: number
}

export interface S3Object {
  /** Without the bucket's prefix. */
  readonly key: string
  /** bytes */
  readonly size: number
  /** Another one for other content. */
  readonly tag: string
}

const ATTEMPTS = 3
const PATIENCE = 60_000

/** How servers say that there is no room: Swift, Ceph, MinIO. */
const FULL = new Set([
  'EntityTooLarge',
  'QuotaExceeded',
  'InsufficientStorage',
  'XMinioStorageFull',
  'XMinioAdminBucketQuotaExceeded',
])
const GONE = new Set(['NoSuchKey', 'NotFound'])

/** The four requests that the store makes of S3, on objects that are written once. */
export class S3Bucket {
  readonly #client: S3Client
  readonly #bucket: string
  readonly #prefix: string
  readonly #patience: number

  constructor({ bucket, prefix = '', attempts = ATTEMPTS, patience = PATIENCE, ...options }: S3Options) {
    this.#bucket = bucket
    this.#prefix = prefix
    this.#patience = patience
    this.#client = new S3Client({
      ...awsClientConfig(options),
      maxAttempts: attempts,
      // A server that is not AWS's is seldom known by a name for each bucket.
      forcePathStyle: options.endpoint !== undefined,
      // The default adds checksums in a trailer, which OpenStack Swift and others refuse.
      requestChecksumCalculation: 'WHEN_REQUIRED',
      responseChecksumValidation: 'WHEN_REQUIRED',
    })
  }

  async put(key: string, bytes: Uint8Array): Promise<void> {
    const command = new PutObjectCommand({ ...this.#at(key), Body: bytes, ContentType: 'application/octet-stream' })
    await this.#call((abortSignal) => this.#client.send(command, { abortSignal }))
  }

  /** NOT_FOUND; fewer bytes where the object has no more. */
  async get(key: string, at: number, length: number): Promise<Buffer> {
    const command = new GetObjectCommand({ ...this.#at(key), Range: `bytes=${at}-${at + length - 1}` })
    return await this.#call(async (abortSignal) => {
      const { Body } = await this.#client.send(command, { abortSignal })
      return Buffer.from((await Body?.transformToByteArray()) ?? []).subarray(0, length)
    })
  }

  /** Nothing where there is none. */
  async remove(key: string): Promise<void> {
    await this.#call((abortSignal) => this.#client.send(new DeleteObjectCommand(this.#at(key)), { abortSignal }))
  }

  /** All whose key begins with `start`, in the order of their keys. */
  async list(start: string): Promise<S3Object[]> {
    const found: S3Object[] = []
    let token: string | undefined
    do {
      const command = new ListObjectsV2Command({
        Bucket: this.#bucket,
        Prefix: this.#prefix + start,
        ContinuationToken: token,
      })
      const page = await this.#call((abortSignal) => this.#client.send(command, { abortSignal }))
      for (const { Key = '', Size = 0, ETag = '' } of page.Contents ?? []) {
        found.push({ key: Key.slice(this.#prefix.length), size: Size, tag: ETag })
      }
      token = page.IsTruncated === true ? page.NextContinuationToken : undefined
    } while (token !== undefined)
    return found
  }

  close(): void {
    this.#client.destroy()
  }

  #at(key: string): { Bucket: string; Key: string } {
    return { Bucket: this.#bucket, Key: this.#prefix + key }
  }

  async #call<T>(act: (abortSignal: AbortSignal) => Promise<T>): Promise<T> {
    try {
      return await act(AbortSignal.timeout(this.#patience))
    } catch (error) {
      throw storeError(error)
    }
  }
}

/** Without the cause: what S3 says of a refusal quotes the request, with its signature. */
const storeError = (error: unknown): ParleyError => {
  const name = awsErrorName(error)
  if (GONE.has(name)) return new ParleyError('NOT_FOUND', 'blob')
  return new ParleyError(FULL.has(name) ? 'STORAGE_FULL' : 'STORAGE_UNREACHABLE', name)
}
