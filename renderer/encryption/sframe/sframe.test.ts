import { createHmac } from 'node:crypto'
import { assert, bigInt, property, uint8Array } from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Bytes, toBigInt, type Unsigned64, unsigned64 } from './bytes.ts'
import { CIPHER_SUITES, type CipherSuite } from './cipher-suites.ts'
import { headerLength, MAX_HEADER_LENGTH, readHeader, writeHeader } from './header.ts'
import { derivationLabel, deriveSecrets, importBaseKey } from './key-derivation.ts'
import { mlsKeyId } from './mls-key-id.ts'
import vectors from './rfc9605-vectors.json' with { type: 'json' }
import { SFrameKey } from './sframe-key.ts'

const hex = (bytes: Uint8Array | ArrayBuffer): string =>
  Buffer.from(bytes instanceof Uint8Array ? bytes : new Uint8Array(bytes)).toString('hex')
const bytes = (text: string): Bytes => new Uint8Array(Buffer.from(text, 'hex'))
const NO_LEAD = new Uint8Array()

const encrypt = async (key: SFrameKey, counter: Unsigned64, metadata: Bytes, plaintext: Bytes, lead: Bytes): Promise<Bytes> =>
  key.assemble(counter, await key.seal(counter, metadata, plaintext), lead)

const encoded = (kid: bigint, counter: bigint): Bytes => {
  const [key, count] = [unsigned64(kid), unsigned64(counter)]
  const header = new Uint8Array(headerLength(key, count))
  writeHeader(header, 0, key, count)
  return header
}

const suiteOf = (id: number): CipherSuite => {
  const suite = CIPHER_SUITES.find((candidate) => candidate.id === id)
  if (suite === undefined) throw new Error(`no suite ${id}`)
  return suite
}

const unsigned = () => bigInt({ min: 0n, max: 0xffffffffffffffffn })

describe('header (RFC 9605, Appendix C.1)', () => {
  const { counters, keyIds } = vectors.header
  const rows = keyIds.flatMap(({ kid, encoded: row }) => row.map((wanted, at) => ({ kid, counter: counters[at] ?? '', wanted })))

  it('has all the examples', () => {
    expect(rows).toHaveLength(17 * 17)
  })

  it.each(rows)('of key $kid and counter $counter', ({ kid, counter, wanted }) => {
    expect(hex(encoded(BigInt(kid), BigInt(counter)))).toBe(wanted)
    const header = readHeader(bytes(wanted))
    expect(header && { kid: toBigInt(header.kid), counter: toBigInt(header.counter), length: header.length }).toEqual({
      kid: BigInt(kid),
      counter: BigInt(counter),
      length: wanted.length / 2,
    })
  })

  it('comes back as it was written', () => {
    assert(
      property(unsigned(), unsigned(), (kid, counter) => {
        const header = readHeader(encoded(kid, counter))
        expect(header && [toBigInt(header.kid), toBigInt(header.counter)]).toEqual([kid, counter])
      }),
    )
  })

  it('is either not read, or the only way to write what was read', () => {
    assert(
      property(uint8Array({ maxLength: MAX_HEADER_LENGTH + 3 }), (given) => {
        const header = readHeader(given)
        if (header !== undefined) {
          expect(hex(encoded(toBigInt(header.kid), toBigInt(header.counter)))).toBe(hex(given.subarray(0, header.length)))
        }
      }),
      { numRuns: 5_000 },
    )
  })

  it.each([
    ['nothing', ''],
    ['a key id in more bytes than it needs', '9000ff'],
    ['a key id outside the first byte that would fit', '8007'],
    ['a counter in more bytes than it needs', '190001'],
    ['a counter outside the first byte that would fit', '1807'],
    ['a key id that is cut short', '91ff'],
    ['a counter that is cut short', '19ff'],
  ])('is refused: %s', (_what, given) => {
    expect(readHeader(bytes(given))).toBeUndefined()
  })
})

describe('AES-CTR with HMAC (RFC 9605, Appendix C.2)', () => {
  const { key, nonce, aad, plaintext, suites } = vectors.aesCtrHmac

  it.each(suites)('suite $suite', async ({ suite, ciphertext }) => {
    const aead = await suiteOf(suite).importKey(bytes(key))
    expect(hex(await aead.seal(bytes(nonce), bytes(aad), bytes(plaintext)))).toBe(ciphertext)
    expect(hex(await aead.open(bytes(nonce), bytes(aad), bytes(ciphertext)))).toBe(plaintext)
  })
})

describe('SFrame (RFC 9605, Appendix C.3)', () => {
  const { baseKey, kid, counter, metadata, aad, plaintext, suites } = vectors.sframe
  const [key, count] = [unsigned64(BigInt(kid)), unsigned64(BigInt(counter))]
  const derived = async (id: number) => SFrameKey.derive(await importBaseKey(bytes(baseKey)), key, suiteOf(id))

  it.each(suites)('derivation of suite $suite', async (wanted) => {
    const suite = suiteOf(wanted.suite)
    expect(hex(derivationLabel('key', key, suite))).toBe(wanted.keyLabel)
    expect(hex(derivationLabel('salt', key, suite))).toBe(wanted.saltLabel)
    const secrets = await deriveSecrets(await importBaseKey(bytes(baseKey)), key, suite)
    expect({ key: hex(secrets.key), salt: hex(secrets.salt) }).toEqual({ key: wanted.key, salt: wanted.salt })
    // The step between is WebCrypto's own; that the RFC's examples agree with it is all that can be seen.
    expect(createHmac(suite.hash.replace('-', ''), '').update(bytes(baseKey)).digest('hex')).toBe(wanted.secret)
  })

  it.each(suites)('encryption with suite $suite', async ({ suite, ciphertext, nonce, salt }) => {
    const sframe = await derived(suite)
    expect(hex(await encrypt(sframe, count, bytes(metadata), bytes(plaintext), NO_LEAD))).toBe(ciphertext)
    expect(sframe.ciphertextLength(count, plaintext.length / 2)).toBe(ciphertext.length / 2)
    const header = readHeader(bytes(ciphertext))
    if (header === undefined) throw new Error('no header')
    expect(hex(await sframe.decrypt(header, bytes(metadata), bytes(ciphertext)))).toBe(plaintext)
    expect(aad).toBe(ciphertext.slice(0, header.length * 2) + metadata)
    expect(BigInt(`0x${nonce}`) ^ BigInt(`0x${salt}`)).toBe(BigInt(counter))
  })

  it.each(CIPHER_SUITES)('refuses any change with $name', async ({ id }) => {
    const sframe = await derived(id)
    const sent = await encrypt(sframe, count, bytes(metadata), bytes(plaintext), NO_LEAD)
    const header = readHeader(sent)
    if (header === undefined) throw new Error('no header')
    for (let at = header.length; at < sent.length; at += 1) {
      const changed = sent.slice()
      changed[at] = (changed[at] ?? 0) ^ 1
      await expect(sframe.decrypt(header, bytes(metadata), changed)).rejects.toMatchObject({ name: 'OperationError' })
    }
    await expect(sframe.decrypt(header, bytes('00'), sent)).rejects.toMatchObject({ name: 'OperationError' })
    const other = { ...header, counter: unsigned64(1) }
    await expect(sframe.decrypt(other, bytes(metadata), sent)).rejects.toMatchObject({ name: 'OperationError' })
    const cut = sent.subarray(0, header.length + 3)
    await expect(sframe.decrypt(header, bytes(metadata), cut)).rejects.toMatchObject({ name: 'OperationError' })
  })

  it.each(CIPHER_SUITES)('keeps frames apart that $name works on at the same time', async ({ id }) => {
    const sframe = await derived(id)
    const frames = Array.from({ length: 40 }, (_frame, at) => ({
      counter: unsigned64(at * 977),
      text: new Uint8Array(at * 50).fill(at),
    }))
    const metadataOf = (at: number) => new Uint8Array(at * 3).fill(at)
    const sent = await Promise.all(
      frames.map((frame, at) => encrypt(sframe, frame.counter, metadataOf(at), frame.text, metadataOf(at))),
    )
    const back = await Promise.all(
      sent.map((whole, at) => {
        const ciphertext = whole.subarray(metadataOf(at).length)
        const header = readHeader(ciphertext)
        if (header === undefined) throw new Error('no header')
        return sframe.decrypt(header, metadataOf(at), ciphertext)
      }),
    )
    expect(back.map(hex)).toEqual(frames.map(({ text }) => hex(text)))
  })
})

describe('key ids of an MLS group (RFC 9605, Figure 9)', () => {
  const { epochBits, examples } = vectors.mlsKeyIds

  it.each(examples)('of leaf $index in epoch $epoch', ({ epoch, index, kid }) => {
    expect(toBigInt(mlsKeyId(BigInt(epoch), index, epochBits))).toBe(BigInt(kid))
  })

  it('differ for all leaves and neighbouring epochs', () => {
    const ids = new Set<bigint>()
    for (let leaf = 0; leaf < 300; leaf += 1) {
      for (let epoch = 250n; epoch < 260n; epoch += 1n) ids.add(toBigInt(mlsKeyId(epoch, leaf)))
    }
    expect(ids.size).toBe(3_000)
  })
})
