import { describe, expect, it } from 'vitest'
import type { KeyVault } from '../key-vault.ts'

export interface VaultInTest {
  vault: KeyVault
  /** The same keys for a service that was just started. */
  again: () => Promise<KeyVault>
  rotate: (tenant: string) => Promise<unknown>
  /** Destroys all of an organisation's keys but the newest. */
  destroyFormer: (tenant: string) => Promise<unknown>
  destroyAll: (tenant: string) => Promise<unknown>
}

const CONTEXT = { tenant: 'northwind', recording: 'r1' }

/** What every vault does: the one contract that all of them are held to. */
export const describeKeyVault = (name: string, make: () => Promise<VaultInTest>): void => {
  describe(`the ${name} vault`, () => {
    it('makes a new key of 32 bytes each time, and opens it again after a restart', async () => {
      const { vault, again } = await make()
      const one = await vault.newDataKey(CONTEXT)
      const other = await vault.newDataKey(CONTEXT)
      expect(one.key.symmetricKeySize).toBe(32)
      expect(one.key.equals(other.key)).toBe(false)
      for (const each of [vault, await again()]) expect((await each.unwrap(one.wrapped, CONTEXT)).equals(one.key)).toBe(true)
    })

    it('stores nothing of the key in the clear, and little in all', async () => {
      const { vault } = await make()
      const { key, wrapped } = await vault.newDataKey(CONTEXT)
      expect(wrapped).toMatch(/^[\x21-\x7e]{1,4096}$/)
      for (const encoding of ['hex', 'base64', 'base64url'] as const)
        expect(wrapped).not.toContain(key.export().toString(encoding))
    })

    it.each([
      ['recording', { tenant: 'northwind', recording: 'r2' }],
      ['organisation', { tenant: 'contoso', recording: 'r1' }],
      ['organisation and recording, put together alike', { tenant: 'northwindr', recording: '1' }],
      ['name of an organisation in other letters', { tenant: 'Northwind', recording: 'r1' }],
      ['organisation that is called like part of a program', { tenant: '__proto__', recording: 'r1' }],
    ])('opens for no other %s', async (_, context) => {
      const { vault } = await make()
      const { wrapped } = await vault.newDataKey(CONTEXT)
      if (context.tenant !== CONTEXT.tenant) await vault.newDataKey(context)
      await expect(vault.unwrap(wrapped, context)).rejects.toMatchObject({ code: 'KEY_INVALID' })
      await expect(vault.rewrap(wrapped, context)).rejects.toMatchObject({ code: 'KEY_INVALID' })
    })

    it('opens nothing that was changed', async () => {
      const { vault } = await make()
      const { wrapped, key } = await vault.newDataKey(CONTEXT)
      const changed = Array.from({ length: wrapped.length }, (_, at) => {
        const letter = wrapped[at] === 'A' ? 'B' : 'A'
        return wrapped.slice(0, at) + letter + wrapped.slice(at + 1)
      })
      for (const each of [
        ...changed.slice(-70),
        ...changed.slice(0, 20),
        wrapped.slice(0, -4),
        `${wrapped}AAAA`,
        '',
        'x',
        'a'.repeat(9_999),
      ]) {
        const opened = await vault.unwrap(each, CONTEXT).catch((error: unknown) => error)
        // Never another key, whatever a vault says of it.
        expect(opened, each).toMatchObject({ code: expect.stringMatching(/^KEY_(INVALID|DESTROYED)$/) })
      }
      expect((await vault.unwrap(wrapped, CONTEXT)).equals(key)).toBe(true)
    })

    it('rotates without a change to what was wrapped before', async () => {
      const { vault, again, rotate } = await make()
      const before = await vault.newDataKey(CONTEXT)
      await rotate('northwind')
      const after = await vault.newDataKey(CONTEXT)
      for (const each of [vault, await again()]) {
        expect((await each.unwrap(before.wrapped, CONTEXT)).equals(before.key)).toBe(true)
        expect((await each.unwrap(after.wrapped, CONTEXT)).equals(after.key)).toBe(true)
      }
    })

    it('destroys with a former key what is wrapped with it, and nothing that was wrapped again', async () => {
      const { vault, rotate, destroyFormer } = await make()
      const { key, wrapped } = await vault.newDataKey(CONTEXT)
      await rotate('northwind')
      const rewrapped = await vault.rewrap(wrapped, CONTEXT)
      await destroyFormer('northwind')
      await expect(vault.unwrap(wrapped, CONTEXT)).rejects.toMatchObject({ code: 'KEY_DESTROYED' })
      expect((await vault.unwrap(rewrapped, CONTEXT)).equals(key)).toBe(true)
    })

    it('destroys all of one organisation and nothing of another', async () => {
      const { vault, again, destroyAll } = await make()
      const theirs = { tenant: 'contoso', recording: 'r9' }
      const mine = await vault.newDataKey(CONTEXT)
      const other = await vault.newDataKey(theirs)
      await destroyAll('northwind')
      for (const each of [vault, await again()]) {
        await expect(each.unwrap(mine.wrapped, CONTEXT)).rejects.toMatchObject({ code: 'KEY_DESTROYED' })
        expect((await each.unwrap(other.wrapped, theirs)).equals(other.key)).toBe(true)
      }
    })

    it('serves many at once', async () => {
      const { vault } = await make()
      const tenants = Array.from({ length: 20 }, (_, index) => ({ tenant: `t${index % 5}`, recording: `r${index}` }))
      const keys = await Promise.all(tenants.map((context) => vault.newDataKey(context)))
      for (const [index, { key, wrapped }] of keys.entries()) {
        expect((await vault.unwrap(wrapped, tenants[index] ?? CONTEXT)).equals(key)).toBe(true)
      }
    })
  })
}
