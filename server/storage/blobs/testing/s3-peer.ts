import { hash } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** Keys to a page of a listing: few, so that tests turn pages. */
const PAGE = 4

interface Reply {
  status: number
  headers?: Record<string, string>
  body?: Uint8Array | string
}

const escaped = (text: string): string => text.replace(/[&<>"]/g, (letter) => `&#${letter.charCodeAt(0)};`)

const refusal = (status: number, code: string): Reply => ({
  status,
  headers: { 'content-type': 'application/xml' },
  body: `<?xml version="1.0"?><Error><Code>${code}</Code><Message>${code}</Message></Error>`,
})

/**
 * A small peer that speaks as much of S3 as the store asks: put, get in ranges, delete, list in pages. It looks whose a signature is,
 * not whether it fits; a real server does that in `s3-blob-store.service.test.ts`.
 */
export class S3Peer implements AsyncDisposable {
  readonly accessKeyId = 'an-access-key-of-a-test'
  readonly bucket = 'recordings'
  /** By key; a test may change them. */
  readonly objects = new Map<string, Buffer>()
  /** Method and path of each request. */
  readonly requests: string[] = []
  /** bytes of all objects together */
  quota = Number.POSITIVE_INFINITY
  /** Answers in place of the peer, where a test sets it. */
  reply: ((request: IncomingMessage, response: ServerResponse) => boolean) | undefined
  readonly #server = createServer((request, response) => void this.#serve(request, response))

  static async create(): Promise<S3Peer> {
    const peer = new S3Peer()
    await new Promise<void>((resolve) => peer.#server.listen(0, '127.0.0.1', resolve))
    return peer
  }

  get endpoint(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections()
    await new Promise((resolve) => this.#server.close(resolve))
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Uint8Array[] = []
    for await (const chunk of request) chunks.push(chunk)
    this.requests.push(`${request.method} ${request.url}`)
    if (this.reply?.(request, response) === true) return
    const { status, headers = {}, body = '' } = this.#judge(request, Buffer.concat(chunks))
    response.writeHead(status, { ...headers, 'content-length': Buffer.byteLength(body) })
    response.end(body)
  }

  #judge(request: IncomingMessage, body: Buffer): Reply {
    const url = new URL(request.url ?? '', this.endpoint)
    const [bucket = '', ...rest] = decodeURIComponent(url.pathname.slice(1)).split('/')
    const key = rest.join('/')
    if (!request.headers.authorization?.includes(`Credential=${this.accessKeyId}/`)) return refusal(403, 'InvalidAccessKeyId')
    if (bucket !== this.bucket) return refusal(404, 'NoSuchBucket')
    switch (request.method) {
      case 'PUT':
        return this.#put(key, body)
      case 'DELETE':
        this.objects.delete(key)
        return { status: 204 }
      default:
        return key === '' ? this.#list(url.searchParams) : this.#get(key, request.headers.range)
    }
  }

  #put(key: string, body: Buffer): Reply {
    const used = [...this.objects.values()].reduce((sum, { length }) => sum + length, 0)
    if (used + body.length > this.quota) return refusal(507, 'InsufficientStorage')
    this.objects.set(key, body)
    return { status: 200, headers: { etag: `"${hash('md5', body)}"` } }
  }

  #get(key: string, range: string | undefined): Reply {
    const object = this.objects.get(key)
    const [, from, to] = /^bytes=(\d+)-(\d+)$/.exec(range ?? '') ?? []
    if (object === undefined || from === undefined) return refusal(404, 'NoSuchKey')
    if (Number(from) >= object.length) return refusal(416, 'InvalidRange')
    return { status: 206, body: object.subarray(Number(from), Number(to) + 1) }
  }

  #list(parameters: URLSearchParams): Reply {
    const prefix = parameters.get('prefix') ?? ''
    const after = parameters.get('continuation-token') ?? ''
    const keys = [...this.objects.keys()].filter((key) => key.startsWith(prefix) && key > after).sort()
    const page = keys.slice(0, PAGE)
    const contents = page.map((key) => {
      const object = this.objects.get(key) ?? Buffer.alloc(0)
      const tag = `&quot;${hash('md5', object)}&quot;`
      return `<Contents><Key>${escaped(key)}</Key><Size>${object.length}</Size><ETag>${tag}</ETag></Contents>`
    })
    const isTruncated = keys.length > page.length
    const token = isTruncated ? `<NextContinuationToken>${escaped(page.at(-1) ?? '')}</NextContinuationToken>` : ''
    const body = `<?xml version="1.0"?><ListBucketResult><IsTruncated>${isTruncated}</IsTruncated>${token}${contents.join('')}</ListBucketResult>`
    return { status: 200, headers: { 'content-type': 'application/xml' }, body }
  }
}
