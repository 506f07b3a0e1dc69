/** A thread of members of one meeting's group: each with its own keys and its own view of the group. */
import { parentPort } from 'node:worker_threads'
import type { DeliveryCalls } from '../../../renderer/encryption/mls/group-session.ts'
import type { EncryptionNews, EncryptionOffer, Outside } from '../../../shared/contract/encryption.ts'
import { MLS_SUITES, type MlsSuite } from '../../../shared/encryption/group.ts'
import { type ErrorCode, ParleyError } from '../../../shared/errors.ts'
import { SimulatedPerson } from '../../encryption/simulated.ts'

export type ToMembers =
  | { readonly do: 'create'; readonly name: string; readonly suite: MlsSuite }
  | { readonly do: 'news'; readonly name: string; readonly news: EncryptionNews }
  | { readonly do: 'answer'; readonly id: number; readonly value?: Outside; readonly error?: ErrorCode }
  | { readonly do: 'forget'; readonly name: string }
  | { readonly do: 'cpu'; readonly id: number }

export type FromMembers =
  | { readonly is: 'offer'; readonly name: string; readonly offer: EncryptionOffer }
  | {
      readonly is: 'call'
      readonly name: string
      readonly id: number
      readonly call: keyof DeliveryCalls
      readonly input?: unknown
    }
  | { readonly is: 'keys'; readonly name: string; readonly epoch: number; readonly members: number; readonly code: string }
  | { readonly is: 'sends'; readonly name: string; readonly epoch: number }
  | { readonly is: 'lost'; readonly name: string; readonly why: string }
  | { readonly is: 'cpu'; readonly id: number; readonly ms: number }

const people = new Map<string, SimulatedPerson>()
const waiting = new Map<number, { resolve: (value?: Outside) => void; reject: (error: Error) => void }>()
let lastId = 0

const say = (message: FromMembers): void => parentPort?.postMessage(message)

const ask = (name: string, call: keyof DeliveryCalls, input?: unknown): Promise<Outside | undefined> =>
  new Promise((resolve, reject) => {
    lastId += 1
    waiting.set(lastId, { resolve, reject })
    say({ is: 'call', name, id: lastId, call, input })
  })

const callsOf = (name: string): DeliveryCalls => ({
  foundGroup: async (input) => void (await ask(name, 'foundGroup', input)),
  commitEpoch: async (input) => void (await ask(name, 'commitEpoch', input)),
  keysReady: async (input) => void (await ask(name, 'keysReady', input)),
  sendEncrypted: async (input) => void (await ask(name, 'sendEncrypted', input)),
  requestGroupInfo: async () => {
    const outside = await ask(name, 'requestGroupInfo')
    if (outside === undefined) throw new Error('no group info')
    return outside
  },
})

const create = async (name: string, suite: MlsSuite): Promise<void> => {
  const suites = MLS_SUITES.slice(MLS_SUITES.indexOf(suite))
  const person = await SimulatedPerson.create(name, callsOf(name), { suites })
  person.onEpoch = ({ epoch, members, securityCode: code }) =>
    say({ is: 'keys', name, epoch: Number(epoch), members: members.length, code })
  person.onSwitch = (epoch) => say({ is: 'sends', name, epoch: Number(epoch) })
  person.onLost = (error) => say({ is: 'lost', name, why: error.message })
  people.set(name, person)
  say({ is: 'offer', name, offer: await person.session.offer() })
}

parentPort?.on('message', (message: ToMembers) => {
  switch (message.do) {
    case 'create':
      void create(message.name, message.suite)
      return
    case 'news':
      people.get(message.name)?.take(message.news)
      return
    case 'forget':
      people.get(message.name)?.session.close()
      people.delete(message.name)
      return
    case 'answer': {
      const { id, value, error } = message
      if (error === undefined) waiting.get(id)?.resolve(value)
      else waiting.get(id)?.reject(new ParleyError(error))
      waiting.delete(id)
      return
    }
    case 'cpu': {
      const { user, system } = process.threadCpuUsage()
      say({ is: 'cpu', id: message.id, ms: (user + system) / 1_000 })
    }
  }
})
