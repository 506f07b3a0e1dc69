/**
 * A member of an encrypted meeting's group who is nobody's client: it keeps every key that it ever had, takes whatever it is told and
 * looks away from no secret. What it can't decrypt, nobody with its knowledge can.
 */
import { base64urlnopad } from '@scure/base'
import { type ClientState, emptyPskIndex, joinGroup, processPrivateMessage, processPublicMessage } from 'ts-mls'
import { EncryptionNews } from '#shared/contract/encryption.ts'
import { encodeCredential } from '#shared/encryption/credential.ts'
import { decodeMeetingMessage } from '#shared/encryption/meeting-message.ts'
import { metadataFor } from '../../renderer/encryption/frames/stream.ts'
import { MlsIdentity, type OwnKeyPackage } from '../../renderer/encryption/mls/identity.ts'
import { newKeys } from '../../renderer/encryption/mls/testing/test-meeting.ts'
import { readPrivateMessage, readPublicMessage, readTree, readWelcome } from '../../renderer/encryption/mls/wire.ts'
import { AES_128_GCM_SHA256_128 } from '../../renderer/encryption/sframe/cipher-suites.ts'
import { readHeader } from '../../renderer/encryption/sframe/header.ts'
import { deriveSecrets, importBaseKey } from '../../renderer/encryption/sframe/key-derivation.ts'
import { mlsKeyId } from '../../renderer/encryption/sframe/mls-key-id.ts'
import { SFrameKey } from '../../renderer/encryption/sframe/sframe-key.ts'
import { TestClient } from '../../server/testing/client.ts'
import type { TestSession } from '../../server/testing/test-session.ts'
import type { Platform } from '../../shared/contract/common.ts'
import { baseKeyOf, baseKeyWithoutPath } from './without-path.ts'

const WINDOWS: Platform = { kind: 'desktop', os: 'windows', version: '0.1.0' }

/** The news in a message of the service, to whomever it is; undefined where it is none. */
export const newsIn = (text: string): EncryptionNews | undefined => {
  const event: unknown = JSON.parse(text)?.p?.d?.json
  if (typeof event !== 'object' || event === null || !('type' in event) || event.type !== 'encryption') return undefined
  return 'news' in event ? EncryptionNews.parse(event.news) : undefined
}

type Held = Pick<ClientState, 'groupContext' | 'keySchedule' | 'privatePath'>

export class RawMember {
  readonly client: TestClient
  /** What was written to all, as far as it opened. */
  readonly heard: string[] = []
  /** Messages that did not open. */
  unopened = 0
  /** Every base key that it had or made up. */
  readonly #baseKeys = new Set<string>()
  readonly #frameKeys = new Map<string, Promise<SFrameKey>>()
  readonly #identity: MlsIdentity
  /** One for each suite that it offers. */
  readonly #own: readonly OwnKeyPackage[]
  readonly #told = new Set<string>()
  /** Each epoch that it came through. */
  readonly #held: Held[] = []
  #state: ClientState | undefined
  #turn: Promise<unknown> = Promise.resolve()

  private constructor(client: TestClient, identity: MlsIdentity, own: readonly OwnKeyPackage[]) {
    this.client = client
    this.#identity = identity
    this.#own = own
  }

  /** Comes into the meeting and its group. */
  static async come(origin: string, session: TestSession, code: string, name: string): Promise<RawMember> {
    const { publicKey, sign } = await newKeys()
    const credential = encodeCredential({ v: 1, kind: 'guest', name, publicKey: base64urlnopad.encode(publicKey) })
    const identity = await MlsIdentity.create({ publicKey, sign }, credential)
    const own = await Promise.all(identity.suites.map((suite) => identity.keyPackage(suite)))
    const client = await TestClient.connect(origin, session)
    const member = new RawMember(client, identity, own)
    client.socket.on('message', (data) => member.take(String(data)))
    await client.prepare(code, WINDOWS)
    await client.join({ encryption: { keyPackages: own.map(({ bytes }) => base64urlnopad.encode(bytes)) } })
    return member
  }

  /** 0 until it is in. */
  get epoch(): bigint {
    return this.#state?.groupContext.epoch ?? 0n
  }

  /** It has seen the commit that removed it. */
  get isRemoved(): boolean {
    return this.#state?.groupActiveState.kind === 'removedFromGroup'
  }

  /** Everything secret that it ever had, by what it is. */
  async secrets(): Promise<Map<string, Uint8Array>> {
    const found = this.#own.flatMap(({ suite, privatePackage: { initPrivateKey, hpkePrivateKey } }): [string, Uint8Array][] => [
      [`init key of ${suite}`, initPrivateKey],
      [`leaf key of ${suite}`, hpkePrivateKey],
    ])
    for (const { groupContext, keySchedule, privatePath } of this.#held) {
      const of = `of epoch ${groupContext.epoch}`
      for (const [name, secret] of Object.entries(keySchedule)) found.push([`${name} ${of}`, secret])
      for (const [node, key] of Object.entries(privatePath.privateKeys)) found.push([`key of node ${node} ${of}`, key])
      const baseKey = await baseKeyOf(keySchedule.exporterSecret, groupContext.cipherSuite)
      found.push([`base key ${of}`, baseKey])
      const imported = await importBaseKey(new Uint8Array(baseKey))
      for (let leaf = 0; leaf < 3; leaf += 1) {
        const { key } = await deriveSecrets(imported, mlsKeyId(groupContext.epoch, leaf), AES_128_GCM_SHA256_128)
        found.push([`frame key of leaf ${leaf} ${of}`, key])
      }
    }
    return new Map(found)
  }

  /** Hears a message of the service, its own or another's. Each counts once. */
  take(text: string): void {
    const news = newsIn(text)
    const key = JSON.stringify(news)
    if (news === undefined || this.#told.has(key)) return
    this.#told.add(key)
    this.#turn = this.#turn.then(() => this.#hear(news)).catch(() => undefined)
  }

  /** Everything that it was told is dealt with. */
  settled(): Promise<unknown> {
    return this.#turn
  }

  /**
   * Makes up keys of epochs that it was not let into, with what others sent of them: right where their commit brought nothing new.
   *
   * @param groupInfo of such an epoch
   */
  async guess(groupInfo: Uint8Array): Promise<void> {
    for (const { keySchedule } of this.#held) {
      this.#keep(await baseKeyWithoutPath(keySchedule.initSecret, groupInfo))
    }
  }

  /** Whether one of its keys opens the frame, as that of any member and source. */
  async opens(frame: Buffer, kind: 'audio' | 'video'): Promise<boolean> {
    const bytes = new Uint8Array(frame)
    const [clear, ciphertext] = kind === 'audio' ? [bytes.subarray(0, 0), bytes] : [bytes.subarray(0, 1), bytes.subarray(1)]
    const header = readHeader(ciphertext)
    if (header === undefined) return false
    for (const baseKey of this.#baseKeys) {
      const name = `${baseKey} ${header.kid.high} ${header.kid.low}`
      const key = this.#frameKeys.get(name) ?? frameKey(baseKey, header.kid)
      this.#frameKeys.set(name, key)
      for (const source of kind === 'audio' ? (['microphone', 'screenAudio'] as const) : (['camera', 'screen'] as const)) {
        const opened = (await key).decrypt(header, metadataFor(source)(clear), ciphertext)
        if (await opened.then(() => true).catch(() => false)) return true
      }
    }
    return false
  }

  async close(): Promise<void> {
    await this.client.close()
  }

  async #hear(news: EncryptionNews): Promise<void> {
    switch (news.is) {
      case 'welcome': {
        const tree = readTree(base64urlnopad.decode(news.tree))
        const welcome = readWelcome(base64urlnopad.decode(news.welcome))
        const suite = this.#identity.suite(welcome.cipherSuite)
        const own = this.#own.find((each) => each.suite === welcome.cipherSuite)
        if (own === undefined) return
        return this.#enter(await joinGroup(welcome, own.publicPackage, own.privatePackage, emptyPskIndex, suite, tree))
      }
      case 'proposals':
        for (const proposal of news.proposals) await this.#process(proposal)
        return
      case 'commit':
        return this.#process(news.commit)
      case 'message':
        return this.#open(news.message)
      default:
    }
  }

  async #process(text: string): Promise<void> {
    if (this.#state === undefined) return
    const message = readPublicMessage(base64urlnopad.decode(text))
    const suite = this.#identity.suite(this.#state.groupContext.cipherSuite)
    await this.#enter((await processPublicMessage(this.#state, message, emptyPskIndex, suite)).newState)
  }

  async #enter(state: ClientState): Promise<void> {
    this.#state = state
    if (this.#held.at(-1)?.keySchedule !== state.keySchedule) this.#held.push(state)
    this.#keep(await baseKeyOf(state.keySchedule.exporterSecret, state.groupContext.cipherSuite))
  }

  async #open(text: string): Promise<void> {
    if (this.#state === undefined) return
    try {
      const message = readPrivateMessage(base64urlnopad.decode(text))
      const suite = this.#identity.suite(this.#state.groupContext.cipherSuite)
      const opened = await processPrivateMessage(this.#state, message, emptyPskIndex, suite)
      if (opened.kind !== 'applicationMessage') return
      this.#state = opened.newState
      const said = decodeMeetingMessage(opened.message)
      if (said?.is === 'chat') this.heard.push(said.text)
    } catch {
      this.unopened += 1
    }
  }

  #keep(baseKey: Uint8Array): void {
    this.#baseKeys.add(Buffer.from(baseKey).toString('hex'))
  }
}

const frameKey = async (baseKey: string, kid: SFrameKey['kid']): Promise<SFrameKey> =>
  SFrameKey.derive(await importBaseKey(new Uint8Array(Buffer.from(baseKey, 'hex'))), kid, AES_128_GCM_SHA256_128)
