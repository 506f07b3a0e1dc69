import { beforeEach, expect, test, vi } from 'vitest'
import { ParleyError } from '#shared/errors.ts'
import { createLog } from '../diagnostics/log.ts'
import type { ServiceClient } from '../service/service-client.ts'
import { SampleIdentity } from './sample-identity.ts'

/** A service of which only the sessions exist. */
class FakeService {
  readonly sessions = new Map<string, string>()
  opened = 0
  reachable = true
  forgetsPeople = false

  readonly ask: ServiceClient['ask'] = async (token, use) => {
    if (!this.reachable) throw new ParleyError('SERVICE_UNREACHABLE')
    const holder = () => {
      const id = token === undefined ? undefined : this.sessions.get(token)
      if (id === undefined) throw new ParleyError('UNAUTHENTICATED')
      return id
    }
    const identity = {
      openSession: async ({ personId }: { personId: string }) => {
        if (this.forgetsPeople || personId === 'nobody') throw new ParleyError('UNAUTHENTICATED')
        const opened = `token-${++this.opened}`
        this.sessions.set(opened, personId)
        return { token: opened, person: { id: personId, kind: 'member', name: personId }, expiresAt: 1 }
      },
      closeSession: async () => {
        holder()
        this.sessions.delete(token ?? '')
      },
      openTicket: async () => ({ ticket: `ticket of ${holder()}`, expiresAt: 1 }),
    }
    return use({ identity } as never, {} as never)
  }
}

let service: FakeService
let identity: SampleIdentity
const onChange = vi.fn()
const signedIn = (id: string) => ({ state: 'signedIn', person: { id, kind: 'member', name: id } })

beforeEach(() => {
  onChange.mockClear()
  service = new FakeService()
  identity = new SampleIdentity({ service, onChange, log: createLog(() => undefined) })
})

test('signing in and out', async () => {
  expect(await identity.current()).toEqual({ state: 'signedOut' })
  expect(await identity.signIn('ada')).toEqual(signedIn('ada'))
  expect(await identity.openTicket()).toBe('ticket of ada')
  expect(await identity.signOut()).toEqual({ state: 'signedOut' })
  expect(service.sessions.size).toBe(0)
  expect(onChange.mock.calls.flat()).toEqual([signedIn('ada'), { state: 'signedOut' }])
})

test('who asks while a sign-in is under way gets its outcome', async () => {
  void identity.signIn('ada')
  expect(await identity.current()).toEqual(signedIn('ada'))
})

test('another person takes the place of the first, whose session ends', async () => {
  await identity.signIn('ada')
  await identity.signIn('bo')
  expect(await identity.openTicket()).toBe('ticket of bo')
  expect([...service.sessions.values()]).toEqual(['bo'])
})

test('who is not known stays who they were', async () => {
  await identity.signIn('ada')
  await expect(identity.signIn('nobody')).rejects.toMatchObject({ code: 'UNAUTHENTICATED' })
  expect(await identity.current()).toEqual(signedIn('ada'))
  expect(await identity.openTicket()).toBe('ticket of ada')
})

test('without a session there is no ticket', async () => {
  await expect(identity.openTicket()).rejects.toMatchObject({ code: 'UNAUTHENTICATED' })
})

test('signing out works without the service', async () => {
  await identity.signIn('ada')
  service.reachable = false
  expect(await identity.signOut()).toEqual({ state: 'signedOut' })
  await expect(identity.openTicket()).rejects.toMatchObject({ code: 'UNAUTHENTICATED' })
})

test('a session that the service forgot is renewed once for all who need it', async () => {
  await identity.signIn('ada')
  service.sessions.clear()
  expect(await Promise.all([identity.openTicket(), identity.openTicket(), identity.openTicket()])).toEqual(
    Array(3).fill('ticket of ada'),
  )
  expect(service.opened).toBe(2)
  expect(onChange).toHaveBeenCalledTimes(1)
})

test('a person whom the service does not know any more is signed out', async () => {
  await identity.signIn('ada')
  service.sessions.clear()
  service.forgetsPeople = true
  await expect(identity.openTicket()).rejects.toMatchObject({ code: 'UNAUTHENTICATED' })
  expect(await identity.current()).toEqual({ state: 'signedOut' })
  expect(onChange).toHaveBeenLastCalledWith({ state: 'signedOut' })
})

test('a service out of reach signs nobody out', async () => {
  await identity.signIn('ada')
  service.reachable = false
  await expect(identity.openTicket()).rejects.toMatchObject({ code: 'SERVICE_UNREACHABLE' })
  expect(await identity.current()).toEqual(signedIn('ada'))
  service.reachable = true
  expect(await identity.openTicket()).toBe('ticket of ada')
})

test('a refusal that has nothing to do with the session is passed on at once', async () => {
  await identity.signIn('ada')
  const use = vi.fn(() => Promise.reject(new ParleyError('MEETING_NOT_FOUND')))
  await expect(identity.withToken(use)).rejects.toMatchObject({ code: 'MEETING_NOT_FOUND' })
  expect(use).toHaveBeenCalledTimes(1)
})

test('a call that outlives its person is not made again as somebody else', async () => {
  await identity.signIn('ada')
  let fail = () => undefined as unknown
  const failing = new Promise<never>((_resolve, reject) => {
    fail = () => reject(new ParleyError('UNAUTHENTICATED'))
  })
  const use = vi.fn(() => failing)
  const call = identity.withToken(use)
  await identity.signIn('bo')
  fail()
  await expect(call).rejects.toMatchObject({ code: 'UNAUTHENTICATED' })
  expect(use).toHaveBeenCalledTimes(1)
})
