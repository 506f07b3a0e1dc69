/**
 * Puts `window.parley` into the page, and nothing else: the functions of the bridge, each bound to its own channel. Electron
 * freezes what crosses into the page, and carries values over, never objects of this world.
 */
import { contextBridge, type IpcRendererEvent, ipcRenderer } from 'electron'
import { bridgeChannel } from '#shared/bridge-channel.ts'
import type { BridgeReply, BridgeVerb } from '#shared/desktop-bridge.ts'
import { isEventName, VERB_NAMES } from './bridge/names.ts'

/** The main process answers every message; what fails here can't be sent at all, such as a function. */
const NOT_SENDABLE: BridgeReply = { ok: false, code: 'INVALID_INPUT', detail: 'not sendable' }

const ask = async (verb: BridgeVerb, input: unknown): Promise<BridgeReply> => {
  try {
    return await ipcRenderer.invoke(bridgeChannel(verb), input)
  } catch {
    return NOT_SENDABLE
  }
}

const verbs = Object.fromEntries(VERB_NAMES.map((verb) => [verb, (input?: unknown) => ask(verb, input)]))

const on = (event: unknown, listener: unknown): (() => void) => {
  if (!isEventName(event) || typeof listener !== 'function') throw new TypeError('INVALID_INPUT')
  const channel = bridgeChannel(event)
  // The event object stays here: it holds the sender, and with it all of IPC.
  const hear = (_event: IpcRendererEvent, data: unknown): void => listener(data)
  ipcRenderer.on(channel, hear)
  return () => {
    ipcRenderer.removeListener(channel, hear)
  }
}

contextBridge.exposeInMainWorld('parley', { ...verbs, on })
