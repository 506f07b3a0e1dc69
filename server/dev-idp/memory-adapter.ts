/** Where oidc-provider keeps what lives for a while (interactions, codes, sessions, grants): in memory, gone with the process. */
import type { Adapter, AdapterFactory, AdapterPayload } from 'oidc-provider'

interface Entry {
  payload: AdapterPayload
  /** ms since 1970. */
  expires: number
}

/** One kind of thing. Expired entries leave when new ones come. */
class MemoryAdapter implements Adapter {
  readonly #entries = new Map<string, Entry>()

  async upsert(id: string, payload: AdapterPayload, expiresIn?: number): Promise<void> {
    const now = Date.now()
    for (const [key, { expires }] of this.#entries) if (expires <= now) this.#entries.delete(key)
    this.#entries.set(id, { payload, expires: expiresIn === undefined ? Number.POSITIVE_INFINITY : now + expiresIn * 1000 })
  }

  async find(id: string): Promise<AdapterPayload | undefined> {
    const entry = this.#entries.get(id)
    return entry !== undefined && entry.expires > Date.now() ? entry.payload : undefined
  }

  async findByUid(uid: string): Promise<AdapterPayload | undefined> {
    return this.#findBy((payload) => payload.uid === uid)
  }

  async findByUserCode(userCode: string): Promise<AdapterPayload | undefined> {
    return this.#findBy((payload) => payload.userCode === userCode)
  }

  async consume(id: string): Promise<void> {
    const entry = this.#entries.get(id)
    if (entry !== undefined) entry.payload.consumed = Math.floor(Date.now() / 1000)
  }

  async destroy(id: string): Promise<void> {
    this.#entries.delete(id)
  }

  async revokeByGrantId(grantId: string): Promise<void> {
    for (const [id, { payload }] of this.#entries) if (payload.grantId === grantId) this.#entries.delete(id)
  }

  #findBy(wanted: (payload: AdapterPayload) => boolean): AdapterPayload | undefined {
    const now = Date.now()
    return [...this.#entries.values()].find(({ payload, expires }) => expires > now && wanted(payload))?.payload
  }
}

export const inMemory = (): AdapterFactory => {
  const adapters = new Map<string, MemoryAdapter>()
  return (kind) => {
    const adapter = adapters.get(kind) ?? new MemoryAdapter()
    adapters.set(kind, adapter)
    return adapter
  }
}
