import { createCipheriv, createDecipheriv, randomBytes, randomUUID } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { z } from 'zod'

interface Key {
  readonly arn: string
  readonly material: Buffer
  state: 'Enabled' | 'Disabled' | 'PendingDeletion'
}

interface Reply {
  status: number
  value: unknown
}

const Body = z.object({
  KeyId: z.string(),
  EncryptionContext: z.record(z.string(), z.string()),
  NumberOfBytes: z.literal(32).optional(),
  Plaintext: z.base64().optional(),
  CiphertextBlob: z.base64().optional(),
})
type Body = z.infer<typeof Body>

const refusal = (type: string, message = type): Reply => ({ status: 400, value: { __type: type, message } })

/**
 * A small peer that speaks as much of AWS KMS's API (TrentService, JSON 1.1) as the client asks, and what an administrator does. An alias
 * that is not there is made with a key when it is asked for. It looks whose a signature is, not whether it fits.
 */
export class AwsKmsPeer implements AsyncDisposable {
  readonly accessKeyId = 'an-access-key-of-a-test'
  readonly region = 'eu-central-1'
  /** Encryption contexts of all requests. */
  readonly contexts: Record<string, string>[] = []
  readonly aliases = new Map<string, string>()
  /** Answers in place of KMS, where a test sets it. */
  reply: ((response: ServerResponse) => void) | undefined
  readonly #keys = new Map<string, Key>()
  readonly #server = createServer((request, response) => void this.#serve(request, response))

  static async create(): Promise<AwsKmsPeer> {
    const peer = new AwsKmsPeer()
    await new Promise<void>((resolve) => peer.#server.listen(0, '127.0.0.1', resolve))
    return peer
  }

  get endpoint(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`
  }

  /** CreateKey, and UpdateAlias to it. */
  pointAtNewKey(alias: string): void {
    const key: Key = {
      arn: `arn:aws:kms:${this.region}:111122223333:key/${randomUUID()}`,
      material: randomBytes(32),
      state: 'Enabled',
    }
    this.#keys.set(key.arn, key)
    this.aliases.set(alias, key.arn)
  }

  /** ScheduleKeyDeletion of each key to which no alias points any more. */
  scheduleDeletionOfFormer(): void {
    const current = new Set(this.aliases.values())
    for (const key of this.#keys.values()) if (!current.has(key.arn)) key.state = 'PendingDeletion'
  }

  /** ScheduleKeyDeletion of the alias's own key. */
  scheduleDeletion(alias: string): void {
    const key = this.#keys.get(this.aliases.get(alias) ?? '')
    if (key !== undefined) key.state = 'PendingDeletion'
  }

  /** CancelKeyDeletion, which leaves keys disabled, and EnableKey. */
  cancelDeletions(): void {
    for (const key of this.#keys.values()) key.state = 'Enabled'
  }

  /** The waiting period is over. */
  endWaiting(): void {
    for (const { arn, state } of [...this.#keys.values()]) if (state === 'PendingDeletion') this.#keys.delete(arn)
    for (const [alias, arn] of this.aliases) if (!this.#keys.has(arn)) this.aliases.delete(alias)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections()
    await new Promise((resolve) => this.#server.close(resolve))
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Uint8Array[] = []
    for await (const chunk of request) chunks.push(chunk)
    if (this.reply !== undefined) {
      this.reply(response)
      return
    }
    const { status, value } = this.#judge(request, Buffer.concat(chunks).toString('utf8'))
    response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1' })
    response.end(JSON.stringify(value))
  }

  #judge({ headers }: IncomingMessage, text: string): Reply {
    if (!headers.authorization?.includes(`Credential=${this.accessKeyId}/`)) return refusal('UnrecognizedClientException')
    const body = Body.parse(JSON.parse(text))
    this.contexts.push(body.EncryptionContext)
    switch (headers['x-amz-target']) {
      case 'TrentService.GenerateDataKey':
        return this.#encrypt(body, randomBytes(body.NumberOfBytes ?? 0))
      case 'TrentService.Encrypt':
        return this.#encrypt(body, Buffer.from(body.Plaintext ?? '', 'base64'))
      case 'TrentService.Decrypt':
        return this.#decrypt(body)
      default:
        return refusal('UnknownOperationException')
    }
  }

  #encrypt({ KeyId, EncryptionContext }: Body, plaintext: Buffer): Reply {
    if (!this.aliases.has(KeyId)) this.pointAtNewKey(KeyId)
    const key = this.#keys.get(this.aliases.get(KeyId) ?? '')
    if (key === undefined) return refusal('NotFoundException')
    if (key.state !== 'Enabled') return refusalOf(key)
    const nonce = randomBytes(12)
    const cipher = createCipheriv('aes-256-gcm', key.material, nonce)
    cipher.setAAD(associated(EncryptionContext))
    const sealed = Buffer.concat([nonce, cipher.update(plaintext), cipher.final(), cipher.getAuthTag()])
    const value = { KeyId: key.arn, Plaintext: plaintext.toString('base64'), CiphertextBlob: sealed.toString('base64') }
    return { status: 200, value }
  }

  #decrypt({ KeyId, EncryptionContext, CiphertextBlob = '' }: Body): Reply {
    const key = this.#keys.get(KeyId)
    if (key === undefined) return refusal('NotFoundException', `Key '${KeyId}' does not exist`)
    if (key.state !== 'Enabled') return refusalOf(key)
    const bytes = Buffer.from(CiphertextBlob, 'base64')
    try {
      const decipher = createDecipheriv('aes-256-gcm', key.material, bytes.subarray(0, 12), { authTagLength: 16 })
      decipher.setAAD(associated(EncryptionContext))
      decipher.setAuthTag(bytes.subarray(-16))
      const plaintext = Buffer.concat([decipher.update(bytes.subarray(12, -16)), decipher.final()])
      return { status: 200, value: { KeyId, Plaintext: plaintext.toString('base64') } }
    } catch {
      return refusal('InvalidCiphertextException')
    }
  }
}

const refusalOf = ({ arn, state }: Key): Reply =>
  state === 'PendingDeletion' ? refusal('KMSInvalidStateException', `${arn} is pending deletion.`) : refusal('DisabledException')

/** In whatever order its pairs came. */
const associated = (context: Record<string, string>): Buffer =>
  Buffer.from(JSON.stringify(Object.entries(context).sort(([one], [other]) => (one < other ? -1 : 1))))
