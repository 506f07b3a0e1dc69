import type { ContextBridge, IpcRenderer } from 'electron'
import type { Conforming } from '../host/conform.ts'
import type { createCodec } from './codec.ts'
import type { linkWorlds } from './world-link.ts'

/** What the isolated world is told about its page. */
export interface IsolatedWorldConfig {
  channel: string
  /** Global function through which text goes to the main process. */
  sendName: string
  /** Global function through which text comes from there. */
  receiveName: string
  process: {
    platform: string
    versions: Record<string, string>
    argv: string[]
  }
}

/** From the page to the main process. Arguments and values are encoded. */
export type FromRenderer =
  | { type: 'invoke'; id: number; channel: string; args: string }
  | { type: 'send'; channel: string; args: string }

/** From the main process to the page. */
export type ToRenderer =
  | { type: 'result'; id: number; value: string }
  | { type: 'failure'; id: number; message: string }
  | { type: 'message'; channel: string; args: string }

/**
 * Electron's sandboxed preload environment: `require('electron')` with `ipcRenderer` and `contextBridge`, and a small `process`.
 * It is given to pages as source, so it can use nothing but its own body and its arguments.
 */
export function isolatedWorld(
  codecOf: typeof createCodec,
  link: typeof linkWorlds,
  config: IsolatedWorldConfig,
): { require: (id: string) => unknown; process: object } {
  type Listener = (event: object, ...args: unknown[]) => void
  type Wait = { channel: string; resolve: (value: unknown) => void; reject: (error: Error) => void }
  const globals = globalThis as unknown as Record<string, unknown>
  const send = globals[config.sendName] as (text: string) => void
  const codec = codecOf()
  const waits = new Map<number, Wait>()
  const listeners = new Map<string, { listener: Listener; once: boolean }[]>()
  let calls = 0

  const emit = (channel: string, args: unknown[]): boolean => {
    const found = [...(listeners.get(channel) ?? [])]
    for (const { listener, once } of found) {
      if (once) ipcRenderer.removeListener(channel, listener)
      listener({ sender: ipcRenderer, ports: [] }, ...args)
    }
    return found.length > 0
  }

  globals[config.receiveName] = (text: string): void => {
    const message = JSON.parse(text) as ToRenderer
    if (message.type === 'message') {
      emit(message.channel, codec.decode(message.args) as unknown[])
      return
    }
    const wait = waits.get(message.id)
    waits.delete(message.id)
    if (wait === undefined) return
    if (message.type === 'result') wait.resolve(codec.decode(message.value))
    else wait.reject(new Error(`Error invoking remote method '${wait.channel}': ${message.message}`))
  }

  const add = (channel: string, listener: Listener, once: boolean) => {
    const known = listeners.get(channel) ?? []
    known.push({ listener, once })
    listeners.set(channel, known)
    return ipcRenderer
  }
  const remove = (channel: string, listener: Listener) => {
    const known = listeners.get(channel) ?? []
    const index = known.findLastIndex((entry) => entry.listener === listener)
    if (index >= 0) known.splice(index, 1)
    return ipcRenderer
  }

  const ipcRenderer = {
    invoke: (channel: string, ...args: unknown[]): Promise<unknown> =>
      new Promise((resolve, reject) => {
        const id = ++calls
        const message: FromRenderer = { type: 'invoke', id, channel, args: codec.encode(args) }
        waits.set(id, { channel, resolve, reject })
        send(JSON.stringify(message))
      }),
    send: (channel: string, ...args: unknown[]): void => {
      const message: FromRenderer = { type: 'send', channel, args: codec.encode(args) }
      send(JSON.stringify(message))
    },
    on: (channel: string, listener: Listener) => add(channel, listener, false),
    addListener: (channel: string, listener: Listener) => add(channel, listener, false),
    once: (channel: string, listener: Listener) => add(channel, listener, true),
    off: remove,
    removeListener: remove,
    removeAllListeners: (channel: string) => {
      listeners.delete(channel)
      return ipcRenderer
    },
    listenerCount: (channel: string): number => listeners.get(channel)?.length ?? 0,
    emit: (channel: string, ...args: unknown[]): boolean => emit(channel, args),
  }

  const worlds = link(codecOf, config.channel, 'isolated')
  const exposed: Record<string, unknown> = {}
  let mainWorldIsThere = false
  worlds.onApi(() => {
    mainWorldIsThere = true
    return exposed
  })
  const contextBridge = {
    exposeInMainWorld: (key: string, api: unknown): void => {
      if (key in exposed) throw new Error('Cannot bind an API on top of an existing property on the window object')
      exposed[key] = api
      if (mainWorldIsThere) worlds.request({ type: 'expose', key, api: worlds.encode(api) })
    },
  }

  const electron = {
    ipcRenderer: ipcRenderer satisfies Conforming<typeof ipcRenderer, IpcRenderer>,
    contextBridge: contextBridge satisfies Conforming<typeof contextBridge, ContextBridge>,
  }
  const modules: Record<string, unknown> = { electron, 'electron/renderer': electron }
  return {
    require: (id) => {
      const found = modules[id]
      if (found === undefined) throw new Error(`module not found: ${id}`)
      return found
    },
    process: {
      type: 'renderer',
      sandboxed: true,
      contextIsolated: true,
      env: {},
      ...config.process,
    },
  }
}
