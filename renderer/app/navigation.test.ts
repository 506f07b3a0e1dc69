import { beforeEach, describe, expect, it, vi } from 'vitest'
import type { Person } from '#shared/contract/common.ts'
import type { IdentityState } from '#shared/desktop-bridge.ts'
import { ParleyError } from '#shared/errors.ts'
import { FakeCallEngine } from '../call/fake-call-engine.ts'
import type { Platform } from '../platform/platform.ts'
import { Navigation } from './navigation.ts'

const CODE = 'abc-defg-hjk'
const OTHER = 'xyz-wvut-srq'

/** The part of a platform that the navigation uses. */
const fakePlatform = (initial: IdentityState, pending?: string) => {
  let identity = initial
  const told = new Set<(state: IdentityState) => void>()
  let openLink: ((data: { code: string }) => void) | undefined
  const become = (state: IdentityState): void => {
    identity = state
    for (const listener of told) listener(state)
  }
  const guest = (name: string): Person => ({ id: 'g', kind: 'guest', name })
  const inMeeting: boolean[] = []
  const platform = {
    identity: {
      current: () => identity,
      subscribe: (listener: (state: IdentityState) => void) => {
        told.add(listener)
        return () => void told.delete(listener)
      },
      joinAsGuest: async (_code: string, name: string) => {
        become({ state: 'signedIn', account: { person: guest(name) } })
      },
      signOut: async () => become({ state: 'signedOut' }),
    },
    on: (_event: string, listener: (data: { code: string }) => void) => {
      openLink = listener
      return () => {
        openLink = undefined
      }
    },
    openTicket: async () => {
      become({ state: 'signedOut', reason: 'SESSION_ENDED' })
      throw new ParleyError('SESSION_ENDED')
    },
    takePendingCode: async () => pending,
    setInMeeting: (value: boolean) => void inMeeting.push(value),
  }
  return {
    platform: platform as unknown as Platform,
    inMeeting,
    become,
    openLink: (code: string) => openLink?.({ code }),
    listeners: () => told.size + (openLink === undefined ? 0 : 1),
  }
}

const ada: IdentityState = { state: 'signedIn', account: { person: { id: 'ada', kind: 'member', name: 'Ada' } } }

describe('Navigation', () => {
  let engine: FakeCallEngine
  const begin = (identity: IdentityState = ada, pending?: string) => {
    const place = fakePlatform(identity, pending)
    const navigation = new Navigation({ platform: place.platform, engine })
    return { ...place, navigation, screen: () => navigation.store.getState().screen }
  }

  beforeEach(() => {
    engine = FakeCallEngine.create()
  })

  it('goes to the meeting that the page was opened for', async () => {
    const { navigation, screen } = begin(ada, CODE)
    await navigation.start()
    await vi.waitFor(() => expect(engine.store.getState()).toMatchObject({ phase: 'ready', code: CODE }))
    expect(screen()).toBe('preJoin')
  })

  it('prepares nothing for somebody who has not said who they are, and goes on when they have', async () => {
    const { navigation, screen } = begin({ state: 'signedOut' })
    navigation.open(CODE)
    await Promise.resolve()
    expect(screen()).toBe('signIn')
    expect(engine.store.getState().phase).not.toBe('ready')
    await navigation.joinAsGuest(CODE, 'Robin')
    await vi.waitFor(() => expect(engine.store.getState().phase).toBe('ready'))
    expect(screen()).toBe('preJoin')
  })

  it('goes on to the meeting after signing in', async () => {
    const { navigation, screen, become } = begin({ state: 'signedOut' })
    navigation.open(CODE)
    become({ state: 'signingIn', step: 'browser', organisation: 'Northwind' })
    expect(screen()).toBe('signIn')
    become(ada)
    await vi.waitFor(() => expect(engine.store.getState()).toMatchObject({ phase: 'ready', code: CODE }))
    expect(screen()).toBe('preJoin')
  })

  it('asks a guest for their name again, and lets go of the meeting meanwhile', async () => {
    const { navigation, screen } = begin({ state: 'signedOut' })
    await navigation.joinAsGuest(CODE, 'Robin')
    await vi.waitFor(() => expect(engine.store.getState().phase).toBe('ready'))
    navigation.forgetGuest()
    expect(screen()).toBe('signIn')
    await vi.waitFor(() => expect(engine.store.getState().phase).toBe('ended'))
    expect(screen()).toBe('signIn')
  })

  it('prepares once where sign-in and link come together', async () => {
    const prepare = vi.spyOn(engine, 'prepare')
    const { navigation, become } = begin({ state: 'signedOut' })
    navigation.open(CODE)
    become(ada)
    await vi.waitFor(() => expect(engine.store.getState().phase).toBe('ready'))
    expect(prepare).toHaveBeenCalledTimes(1)
  })

  it('asks before a link takes somebody out of a meeting', async () => {
    const { navigation, openLink } = begin()
    navigation.open(CODE)
    await vi.waitFor(() => expect(engine.store.getState().phase).toBe('ready'))
    await engine.join()

    openLink(CODE)
    expect(navigation.store.getState().proposedCode).toBeUndefined()
    openLink(OTHER)
    expect(navigation.store.getState().proposedCode).toBe(OTHER)
    navigation.answerProposal(false)
    expect(engine.store.getState()).toMatchObject({ phase: 'joined' })

    openLink(OTHER)
    navigation.answerProposal(true)
    await vi.waitFor(() => expect(engine.store.getState()).toMatchObject({ phase: 'ready', code: OTHER }))
  })

  it('shows how a meeting ended, and the way back in', async () => {
    const { navigation, screen, inMeeting } = begin()
    navigation.open(CODE)
    await vi.waitFor(() => expect(engine.store.getState().phase).toBe('ready'))
    await engine.join()
    expect(screen()).toBe('stage')
    await engine.leave()
    expect(screen()).toBe('ended')
    expect(inMeeting).toEqual([true, false])
    navigation.again()
    expect(screen()).toBe('preJoin')
    await vi.waitFor(() => expect(engine.store.getState().phase).toBe('ready'))
  })

  it('learns why somebody was signed out of a meeting, and goes on to it when they have signed in again', async () => {
    const { platform, navigation, screen, become } = begin()
    navigation.open(CODE)
    await vi.waitFor(() => expect(engine.store.getState().phase).toBe('ready'))
    await engine.join()
    engine.store.setState({ phase: 'ended', ended: { reason: 'signedOut' } })
    await vi.waitFor(() => expect(platform.identity.current()).toEqual({ state: 'signedOut', reason: 'SESSION_ENDED' }))
    expect(screen()).toBe('ended')
    navigation.again()
    expect(screen()).toBe('signIn')
    become(ada)
    await vi.waitFor(() => expect(engine.store.getState()).toMatchObject({ phase: 'ready', code: CODE }))
    expect(screen()).toBe('preJoin')
  })

  it('prepares once for a guest whose session had ended', async () => {
    const { navigation, screen, become } = begin({ state: 'signedOut' })
    await navigation.joinAsGuest(CODE, 'Robin')
    await vi.waitFor(() => expect(engine.store.getState().phase).toBe('ready'))
    await engine.leave()
    become({ state: 'signedOut', reason: 'SESSION_ENDED' })
    navigation.again()
    expect(screen()).toBe('signIn')
    const prepare = vi.spyOn(engine, 'prepare')
    await navigation.joinAsGuest(CODE, 'Robin')
    await vi.waitFor(() => expect(engine.store.getState().phase).toBe('ready'))
    expect(prepare).toHaveBeenCalledTimes(1)
  })

  it('shows the settings over a meeting, never in its place', async () => {
    const { navigation, screen } = begin()
    navigation.openSettings()
    expect(screen()).toBe('settings')
    navigation.open(CODE)
    await vi.waitFor(() => expect(engine.store.getState().phase).toBe('ready'))
    await engine.join()
    navigation.openSettings()
    expect(screen()).toBe('stage')
    expect(navigation.store.getState().dialog).toBe('settings')
    await engine.leave()
    expect(navigation.store.getState().dialog).toBeUndefined()
  })

  it('leads out of the admin centre as it leads out of the settings', () => {
    const { navigation, screen } = begin()
    navigation.goTo('admin')
    expect(screen()).toBe('admin')
    navigation.openSettings()
    expect(screen()).toBe('settings')
    navigation.goTo('admin')
    navigation.openNewMeeting()
    expect(screen()).toBe('meetings')
    expect(navigation.store.getState().dialog).toBe('newMeeting')
  })

  it('says that nothing can be reached also where it fails at once', async () => {
    engine.prepare = async () =>
      engine.store.setState({ phase: 'failed', failure: { code: 'SERVICE_UNREACHABLE', retryable: true } })
    engine.store.setState({ phase: 'failed' })
    const { navigation, screen } = begin()
    navigation.open(CODE)
    expect(screen()).toBe('preJoin')
    await vi.waitFor(() => expect(screen()).toBe('failed'))
  })

  it('leaves nothing listening', () => {
    const { navigation, listeners } = begin()
    expect(listeners()).toBeGreaterThan(0)
    navigation.close()
    expect(listeners()).toBe(0)
  })
})
