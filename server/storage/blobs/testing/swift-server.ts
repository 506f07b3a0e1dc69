import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3'
import { z } from 'zod'

/** Debian's, whose packages are for it alone. */
const PYTHON = '/usr/bin/python3'
const SCRIPT = join(import.meta.dirname, 'swift-s3.py')
const ACCESS_KEY_ID = 'test:tester'

const Said = z.union([z.strictObject({ port: z.int() }), z.strictObject({ missing: z.string() })])

/** OpenStack Swift with its s3api: a real S3 server that verifies signatures, for the length of a test. */
export class SwiftServer implements AsyncDisposable {
  readonly accessKeyId = ACCESS_KEY_ID
  readonly secretAccessKey: string
  readonly endpoint: string
  readonly #end: () => Promise<void>

  private constructor(secretAccessKey: string, endpoint: string, end: () => Promise<void>) {
    this.secretAccessKey = secretAccessKey
    this.endpoint = endpoint
    this.#end = end
  }

  /** A server, or why there can't be one on this machine. */
  static async create(): Promise<SwiftServer | { missing: string }> {
    const folder = await mkdtemp(join(tmpdir(), 'parley-swift-'))
    const secret = 'a-secret-key-of-a-test'
    const child = spawn(PYTHON, [SCRIPT, folder, ACCESS_KEY_ID], { stdio: ['pipe', 'pipe', 'inherit'] })
    const ended = once(child, 'exit').catch(() => undefined)
    child.stdin.on('error', () => undefined)
    child.stdin.write(`${secret}\n`)
    const end = async (): Promise<void> => {
      child.stdin.end()
      await ended
      await rm(folder, { recursive: true, force: true })
    }
    const lines = createInterface(child.stdout)
    const line = once(lines, 'line').then(([text]) => Said.parse(JSON.parse(String(text))))
    const said = await Promise.race([line, ended.then(() => ({ missing: `${PYTHON} can't be run` }))])
    if ('port' in said) return new SwiftServer(secret, `http://127.0.0.1:${said.port}`, end)
    await end()
    return said
  }

  async makeBucket(bucket: string): Promise<void> {
    const client = new S3Client({
      region: 'us-east-1',
      endpoint: this.endpoint,
      forcePathStyle: true,
      credentials: { accessKeyId: this.accessKeyId, secretAccessKey: this.secretAccessKey },
    })
    try {
      await client.send(new CreateBucketCommand({ Bucket: bucket }))
    } finally {
      client.destroy()
    }
  }

  /** How many bytes a bucket may hold: through Swift's own API, since that of S3 has nothing of the kind. */
  async limit(bucket: string, bytes: number): Promise<void> {
    const headers = { 'x-auth-user': this.accessKeyId, 'x-auth-key': this.secretAccessKey }
    const known = await fetch(`${this.endpoint}/auth/v1.0`, { headers })
    const limited = await fetch(`${known.headers.get('x-storage-url')}/${bucket}`, {
      method: 'POST',
      headers: { 'x-auth-token': known.headers.get('x-auth-token') ?? '', 'x-container-meta-quota-bytes': String(bytes) },
    })
    if (!limited.ok) throw new Error(`the bucket can't be limited: ${limited.status}`)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#end()
  }
}
