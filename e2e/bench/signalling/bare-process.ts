/** The RPC library alone, as its documentation serves it: a WebSocket, one procedure, no validation and no authorisation. */
import { once } from 'node:events'
import { os } from '@orpc/server'
import { RPCHandler } from '@orpc/server/ws'
import { WebSocketServer } from 'ws'
import { answerParent } from './child.ts'

const handler = new RPCHandler({ setVisible: os.handler(() => undefined) })
const server = new WebSocketServer({ host: '127.0.0.1', port: 0 })
server.on('connection', (socket) => void handler.upgrade(socket, { context: {} }))
await once(server, 'listening')
const address = server.address()
if (address === null || typeof address === 'string') throw new Error('no port')
const origin = `ws://127.0.0.1:${address.port}`

const answers = { origin: (_: null): string => origin }
export type BareAnswers = typeof answers

answerParent(answers)
