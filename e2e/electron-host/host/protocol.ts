import type { Protocol } from 'electron'
import type { AddressMap } from './address.ts'
import { conform } from './conform.ts'

type Handler = Parameters<Protocol['handle']>[1]

/** What the program serves itself. */
export class Protocols {
  readonly #addresses: AddressMap
  readonly #handlers = new Map<string, Handler>()
  #isReady = false

  constructor(addresses: AddressMap) {
    this.#addresses = addresses
  }

  /** From now on no scheme can be registered. */
  ready(): void {
    this.#isReady = true
  }

  /** Undefined where Chromium is to load the address itself. */
  handlerFor(address: string): Handler | undefined {
    return this.#handlers.get(URL.parse(address)?.protocol.slice(0, -1) ?? '')
  }

  readonly face = conform<Protocol>()({
    registerSchemesAsPrivileged: (schemes) => {
      if (this.#isReady) throw new Error('protocol.registerSchemesAsPrivileged should be called before app is ready')
      for (const { scheme, privileges } of schemes) {
        if (privileges?.standard !== true || privileges.secure !== true) {
          throw new Error(`the host knows standard, secure schemes only, and ${scheme} is not one`)
        }
        this.#addresses.register(scheme)
      }
    },
    handle: (scheme, handler) => {
      if (this.#handlers.has(scheme)) throw new Error('Failed to register protocol: The scheme has been registered')
      this.#handlers.set(scheme, handler)
    },
    unhandle: (scheme) => {
      if (!this.#handlers.delete(scheme)) throw new Error('Failed to unregister protocol: The scheme has not been registered')
    },
    isProtocolHandled: (scheme) => this.#handlers.has(scheme),
  } satisfies Partial<Protocol>)
}
