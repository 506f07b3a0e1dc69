import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createCodec } from '../page/codec.ts'
import { type IsolatedWorldConfig, isolatedWorld } from '../page/isolated-world.ts'
import { mainWorld } from '../page/main-world.ts'
import { permissionGate } from '../page/permission-gate.ts'
import { linkWorlds } from '../page/world-link.ts'

/** Name that Electron gives to the world of a preload. */
export const ISOLATED_WORLD = 'Electron Isolated Context'

/** The scripts of one page, and the names that they and the host know each other by. Nobody else can guess them. */
export interface PageScripts {
  /** Binding in the isolated world: IPC to the main process. */
  sendName: string
  /** Function in the isolated world: IPC from the main process. */
  receiveName: string
  /** Binding in every frame's main world, which the gate takes away before the page's scripts run. */
  askName: string
  /** Event with which the gate is answered. */
  answerEvent: string
  /** For the isolated world of each frame; does something in the main frame only. Absent without a preload. */
  isolated: string | undefined
  /** For the main world of each frame. */
  main: string
}

export const createPageScripts = (preload: string | undefined, process: IsolatedWorldConfig['process']): PageScripts => {
  const secret = randomBytes(12).toString('hex')
  const names = {
    channel: `bridge-${secret}`,
    sendName: `hostSend_${secret}`,
    receiveName: `hostReceive_${secret}`,
    askName: `hostAsk_${secret}`,
    answerEvent: `answer-${secret}`,
  }
  const config: IsolatedWorldConfig = {
    channel: names.channel,
    sendName: names.sendName,
    receiveName: names.receiveName,
    process,
  }
  const isolated =
    preload &&
    `if (window === window.top) {
      const world = (${isolatedWorld})(${createCodec}, ${linkWorlds}, ${JSON.stringify(config)});
      (function (require, process, exports, module) {\n${readFileSync(preload, 'utf8')}\n
      })(world.require, world.process, {}, { exports: {} })
    }`
  const main = `{
    (${permissionGate})(${JSON.stringify(names.askName)}, ${JSON.stringify(names.answerEvent)});
    ${preload ? `if (window === window.top) (${mainWorld})(${createCodec}, ${linkWorlds}, ${JSON.stringify(names.channel)})` : ''}
  }`
  return {
    sendName: names.sendName,
    receiveName: names.receiveName,
    askName: names.askName,
    answerEvent: names.answerEvent,
    isolated: isolated || undefined,
    main,
  }
}
