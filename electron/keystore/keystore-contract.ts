/** What every keystore holds to, as cases that any test runner can run: the fake, the real one, and the real one in a real program. */
import { deepEqual, equal } from 'node:assert/strict'
import type { Keystore } from './keystore.ts'

export interface KeystoreUnderTest {
  keystore: Keystore
  /** Another one over the same entries, as after a restart. */
  reopen: () => Keystore
}

export const KEYSTORE_CONTRACT: readonly { name: string; run: (under: KeystoreUnderTest) => Promise<void> }[] = [
  {
    name: 'what was never written is not there',
    run: async ({ keystore }) => {
      await keystore.check()
      equal(await keystore.read('first'), undefined)
      await keystore.remove('first')
      await keystore.clear()
    },
  },
  {
    name: 'what is written is read, the last word first, also after a restart',
    run: async ({ keystore, reopen }) => {
      const awkward = `${'long '.repeat(4_000)}\n"quotes" \u0000 ключ 🔑`
      await keystore.write('first', 'one')
      await keystore.write('second', awkward)
      await Promise.all([keystore.write('first', 'two'), keystore.write('first', 'three')])
      equal(await keystore.read('first'), 'three')
      equal(await reopen().read('first'), 'three')
      equal(await reopen().read('second'), awkward)
    },
  },
  {
    name: 'names are just names',
    run: async ({ keystore }) => {
      for (const name of ['constructor', 'hasOwnProperty', '', '../first']) {
        equal(await keystore.read(name), undefined)
        await keystore.write(name, `text of ${name}`)
        equal(await keystore.read(name), `text of ${name}`)
      }
    },
  },
  {
    name: 'what is removed is gone, and nothing else',
    run: async ({ keystore, reopen }) => {
      await keystore.write('first', 'one')
      await keystore.write('second', 'two')
      await keystore.remove('first')
      deepEqual([await keystore.read('first'), await keystore.read('second')], [undefined, 'two'])
      equal(await reopen().read('first'), undefined)
    },
  },
  {
    name: 'clearing leaves nothing',
    run: async ({ keystore, reopen }) => {
      await keystore.write('first', 'one')
      await keystore.write('second', 'two')
      await keystore.clear()
      deepEqual([await keystore.read('first'), await reopen().read('second')], [undefined, undefined])
      await keystore.write('first', 'anew')
      equal(await reopen().read('first'), 'anew')
    },
  },
]
