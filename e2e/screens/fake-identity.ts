/** Who is signed in, without a provider or a service: what each scenario says of it. */
import type { Person } from '#shared/contract/common.ts'
import type { Account, SessionInfo } from '#shared/contract/identity.ts'
import type { IdentityState, SignInStep } from '#shared/desktop-bridge.ts'
import { type ErrorCode, ParleyError } from '#shared/errors.ts'
import { Observed } from '../../renderer/platform/observed.ts'
import type { Platform, ServiceClient } from '../../renderer/platform/platform.ts'
import { SAMPLE_PEOPLE } from './sample-people.ts'

export interface IdentityScenario {
  /** A sample person's id, a guest, or nobody. */
  person?: string | 'guest'
  /** Instead: a sign-in that has begun, or why nobody is signed in. */
  identity?: IdentityState
  /** What signing in is refused with; otherwise the person is sent to their browser and stays there. */
  signInRefusal?: ErrorCode
  guestRefusal?: ErrorCode
  /** The list of sessions; `never` arrives, or fails with a code. */
  sessions?: ((now: number) => SessionInfo[]) | 'never' | ErrorCode
  /** What ending a session is refused with: SECOND_FACTOR_STALE is so until the person has confirmed. */
  endRefusal?: ErrorCode
  /** The session turns out to be over, and why, when a ticket is asked for. */
  over?: ErrorCode
  /** How confirming goes: it is stuck at a step, or refused. Otherwise it works at once. */
  confirmation?: SignInStep | ErrorCode
}

const GUEST: Person = { id: 'guest-1', kind: 'guest', name: 'Robin Vance' }
const STEPS: ReadonlySet<string> = new Set<SignInStep>(['starting', 'browser', 'finishing'])
const isStep = (text: string): text is SignInStep => STEPS.has(text)

export const never = <T>(): Promise<T> => new Promise(() => undefined)
export const refuse = <T>(code: ErrorCode): Promise<T> => Promise.reject(new ParleyError(code))

const accountOf = (person: Person): Account =>
  person.kind === 'guest' ? { person } : { person, email: `${person.id}@northwind.example` }

const initialState = ({ person, identity }: IdentityScenario): IdentityState => {
  if (identity !== undefined) return identity
  const found = person === 'guest' ? GUEST : SAMPLE_PEOPLE.find(({ id }) => id === person)
  return found === undefined ? { state: 'signedOut' } : { state: 'signedIn', account: accountOf(found) }
}

export const createFakeIdentity = (
  scenario: IdentityScenario,
): { identity: Platform['identity']; service: ServiceClient['identity']; person: Person | undefined } => {
  const state = new Observed(initialState(scenario))
  let fresh = false
  let stop: (() => void) | undefined
  const account = state.value.state === 'signedIn' ? state.value.account : undefined

  const untilCancelled = (): Promise<void> =>
    new Promise((_resolve, reject) => {
      stop = () => reject(new ParleyError('SIGN_IN_CANCELLED'))
    })

  const identity: Platform['identity'] = {
    current: () => state.value,
    subscribe: (listener) => state.subscribe(listener),
    async signIn() {
      if (scenario.signInRefusal !== undefined) throw new ParleyError(scenario.signInRefusal)
      state.set({ state: 'signingIn', step: 'browser', organisation: 'Northwind' })
      await untilCancelled().finally(() => state.set({ state: 'signedOut' }))
    },
    async signInAsSample(personId) {
      const found = SAMPLE_PEOPLE.find(({ id }) => id === personId)
      if (found === undefined) throw new ParleyError('UNAUTHENTICATED')
      state.set({ state: 'signedIn', account: accountOf(found) })
    },
    async confirm() {
      const { confirmation } = scenario
      if (account === undefined) throw new ParleyError('UNAUTHENTICATED')
      if (confirmation === undefined) {
        fresh = true
      } else if (isStep(confirmation)) {
        state.set({ state: 'signedIn', account, confirming: confirmation })
        await untilCancelled().finally(() => state.set({ state: 'signedIn', account }))
      } else {
        throw new ParleyError(confirmation)
      }
    },
    reopen: async () => undefined,
    cancel: async () => stop?.(),
    async joinAsGuest(_code, name) {
      if (scenario.guestRefusal !== undefined) throw new ParleyError(scenario.guestRefusal)
      state.set({ state: 'signedIn', account: accountOf({ ...GUEST, name }) })
    },
    signOut: async () => state.set({ state: 'signedOut' }),
  }

  const service: ServiceClient['identity'] = {
    provider: async () => ({
      organisation: 'Northwind',
      issuer: 'https://sign-in.northwind.example/tenants/3f0c2f1a',
      clientId: 'parley-desktop',
      scope: 'openid profile email',
      secondFactor: { acr_values: 'mfa' },
      secondFactorRequired: false,
    }),
    openSession: () => never(),
    refreshSession: () => never(),
    closeSession: () => never(),
    openTicket: async () => {
      const { over } = scenario
      if (over === undefined) return await never()
      state.set({ state: 'signedOut', reason: over })
      throw new ParleyError(over)
    },
    listSessions: () => {
      const { sessions } = scenario
      if (sessions === 'never') return never()
      return typeof sessions === 'string' ? refuse(sessions) : Promise.resolve(sessions?.(Date.now()) ?? [])
    },
    endSession: async () => {
      const { endRefusal } = scenario
      if (endRefusal !== undefined && !fresh) throw new ParleyError(endRefusal)
    },
  }
  return { identity, service, person: account?.person }
}
