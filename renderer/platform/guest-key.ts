import { generateKeyPair, type KeyPair } from 'dpop'

/** The key of a session. The browser keeps it to itself: nothing in the page can read it. */
export const makeKey = (): Promise<KeyPair> => generateKeyPair('ES256', { extractable: false })

const DATABASE = 'parley'
const STORE = 'guest'
const ENTRY = 'key'
/** ms: longer than a meeting, and no longer than a day. */
const LIFETIME = 86_400_000

interface Kept {
  key: KeyPair
  madeAt: number
}

const resultOf = <T>(request: IDBRequest<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error ?? new Error('the browser keeps nothing'))
  })

const openStore = async (): Promise<IDBDatabase> => {
  const request = indexedDB.open(DATABASE, 1)
  request.onupgradeneeded = () => request.result.createObjectStore(STORE)
  return resultOf(request)
}

const keep = async (database: IDBDatabase, made: Kept): Promise<KeyPair> => {
  const store = database.transaction(STORE, 'readwrite').objectStore(STORE)
  const kept: Kept | undefined = await resultOf(store.get(ENTRY))
  if (kept !== undefined && made.madeAt < kept.madeAt + LIFETIME) return kept.key
  await resultOf(store.put(made, ENTRY))
  return made.key
}

/**
 * The key of all guests in this browser, for a day: whoever was turned away from a meeting is known by it under another name, and
 * after opening the page again. A key of this page alone where the browser keeps nothing.
 */
export const guestKey = async (now: number): Promise<KeyPair> => {
  const made = { key: await makeKey(), madeAt: now }
  try {
    const database = await openStore()
    try {
      return await keep(database, made)
    } finally {
      database.close()
    }
  } catch {
    return made.key
  }
}
