import { EventEmitter } from 'node:events'
import type { IpcMain, IpcMainEvent, IpcMainInvokeEvent, WebContents, WebFrameMain } from 'electron'
import type { FromRenderer } from '../page/isolated-world.ts'
import { conform } from './conform.ts'
import { createEvent } from './event.ts'
import type { Page } from './page.ts'

type Handler = (event: IpcMainInvokeEvent, ...args: unknown[]) => unknown

/** `ipcMain`: handlers by channel. What a handler throws reaches the page as Electron words it. */
class HostIpcMain extends EventEmitter {
  readonly #handlers = new Map<string, Handler>()

  handle(channel: string, handler: Handler): void {
    if (this.#handlers.has(channel)) throw new Error(`Attempted to register a second handler for '${channel}'`)
    if (typeof handler !== 'function')
      throw new TypeError(`Expected handler to be a function, but found type '${typeof handler}'`)
    this.#handlers.set(channel, handler)
  }

  handleOnce(channel: string, handler: Handler): void {
    this.handle(channel, (event, ...args) => {
      this.removeHandler(channel)
      return handler(event, ...args)
    })
  }

  removeHandler(channel: string): void {
    this.#handlers.delete(channel)
  }

  static handlerOf(ipc: HostIpcMain, channel: string): Handler | undefined {
    return ipc.#handlers.get(channel)
  }
}

const host = new HostIpcMain()
export const ipcMain = conform<IpcMain>()(host)

/** Delivers a message of a page. `frame` gives the sender for as long as its document stays. */
export const receive = async (
  message: FromRenderer,
  { page, sender, frame }: { page: Page; sender: WebContents; frame: () => WebFrameMain | null },
): Promise<void> => {
  const origin = {
    type: 'frame' as const,
    sender,
    frameId: frame()?.routingId ?? 0,
    processId: 1,
    get senderFrame() {
      return frame()
    },
  }
  const args = page.decode(message.args)
  if (message.type === 'send') {
    const event: IpcMainEvent = createEvent({
      type: origin.type,
      sender,
      frameId: origin.frameId,
      processId: origin.processId,
      ports: [],
      returnValue: undefined,
      reply: (channel: string, ...values: unknown[]) => page.send(channel, values),
      get senderFrame() {
        return frame()
      },
    })
    host.emit(message.channel, event, ...args)
    return
  }
  const handler = HostIpcMain.handlerOf(host, message.channel)
  try {
    if (handler === undefined) throw new Error(`No handler registered for '${message.channel}'`)
    page.reply(message.id, await handler(createEvent(origin), ...args))
  } catch (thrown) {
    page.fail(message.id, String(thrown))
  }
}
