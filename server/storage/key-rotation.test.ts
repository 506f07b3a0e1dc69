/** What becomes of recordings when the key of their organisation is rotated or destroyed, with each vault there is. */
import { createSecretKey, randomBytes } from 'node:crypto'
import { afterAll, describe, expect, it } from 'vitest'
import { SealedReader } from '../recordings/sealed/sealed-reader.ts'
import { SealedWriter } from '../recordings/sealed/sealed-writer.ts'
import { EncryptedBlobStore } from './blobs/encrypted-blob-store.ts'
import { MemoryBlobStore } from './blobs/memory-blob-store.ts'
import type { KeyContext, KeyVault } from './vault/key-vault.ts'
import { VaultsInTest } from './vault/testing/vaults-in-test.ts'

const vaults = await VaultsInTest.create()
afterAll(() => vaults[Symbol.asyncDispose]())

const MINE = { tenant: 'northwind', recording: 'r1' }
const THEIRS = { tenant: 'contoso', recording: 'r2' }
const PAYLOAD = 'words that everybody knows'

const disk = new MemoryBlobStore()
const store = new EncryptedBlobStore(disk, createSecretKey(randomBytes(32)))

/** A recording in a blob of its name. Gives its wrapped key. */
const record = async (vault: KeyVault, context: KeyContext, blob: string): Promise<string> => {
  const { key, wrapped } = await vault.newDataKey(context)
  const to = await store.create(blob)
  const writer = new SealedWriter(to, key, { recording: context.recording, track: 's1' })
  await writer.write(Buffer.from(PAYLOAD))
  await writer.close()
  await to.finish()
  return wrapped
}

const play = async (vault: KeyVault, context: KeyContext, blob: string, wrapped: string): Promise<string> => {
  const key = await vault.unwrap(wrapped, context)
  const reader = await SealedReader.open(await store.open(blob), key, { recording: context.recording, track: 's1' })
  const parts: Buffer[] = []
  for await (const piece of reader.read()) if ('bytes' in piece) parts.push(piece.bytes)
  return Buffer.concat(parts).toString()
}

describe.each(Object.entries(vaults.kinds))('with the %s vault', (name, make) => {
  it('a rotation wraps the keys again, touches no recording, and lets the former key be destroyed', async () => {
    const { vault, again, rotate, destroyFormer } = await make()
    const blob = `${name.replace(' ', '-')}/rotated`
    const wrapped = await record(vault, MINE, blob)
    const before = Buffer.from(disk.bytesOf(blob))
    await rotate(MINE.tenant)
    const rewrapped = await vault.rewrap(wrapped, MINE)
    expect(rewrapped).not.toBe(wrapped)
    await destroyFormer(MINE.tenant)
    expect(disk.bytesOf(blob)).toEqual(before)
    expect(await play(await again(), MINE, blob, rewrapped)).toBe(PAYLOAD)
    await expect(play(vault, MINE, blob, wrapped)).rejects.toMatchObject({ code: 'KEY_DESTROYED' })
  })

  it('a destroyed key takes the recordings of its organisation along, and no others', async () => {
    const { vault, again, destroyAll } = await make()
    const [mine, theirs] = ['mine', 'theirs'].map((each) => `${name.replace(' ', '-')}/${each}`) as [string, string]
    const wrapped = await record(vault, MINE, mine)
    const other = await record(vault, THEIRS, theirs)
    await destroyAll(MINE.tenant)
    for (const each of [vault, await again()]) {
      await expect(play(each, MINE, mine, wrapped)).rejects.toMatchObject({ code: 'KEY_DESTROYED' })
      expect(await play(each, THEIRS, theirs, other)).toBe(PAYLOAD)
    }
    // Nor does the key of another recording open it.
    const reader = await SealedReader.open(await store.open(mine), await vault.unwrap(other, THEIRS), {
      recording: MINE.recording,
      track: 's1',
    })
    expect((await reader.verify()).length).toBeGreaterThan(0)
  })
})
