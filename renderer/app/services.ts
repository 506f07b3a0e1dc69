/** What every screen may use: the platform the page runs on and the engine of the call. One of each, made in `main.tsx`. */
import { createContext, useContext, useSyncExternalStore } from 'react'
import { useStore } from 'zustand'
import type { Account } from '#shared/contract/identity.ts'
import type { IdentityState } from '#shared/desktop-bridge.ts'
import type { ClientPolicies } from '#shared/managed-policy/client-policies.ts'
import type { ManagedSetting } from '#shared/managed-policy/managed-settings.ts'
import type { Settings } from '#shared/settings.ts'
import type { CallEngine } from '../call/call-engine.ts'
import type { CallState } from '../call/call-state.ts'
import type { Platform } from '../platform/platform.ts'

export interface Services {
  platform: Platform
  engine: CallEngine
}

export const ServicesContext = createContext<Services | undefined>(undefined)

const useServices = (): Services => {
  const services = useContext(ServicesContext)
  if (services === undefined) throw new Error('a screen is shown outside <App>')
  return services
}

export const usePlatform = (): Platform => useServices().platform

export const useEngine = (): CallEngine => useServices().engine

/** A part of the call's state; renders again when that part changes. Use `useShallow` of zustand for parts that are made anew. */
export const useCall = <T>(selector: (state: CallState) => T): T => useStore(useEngine().store, selector)

export const useIdentity = (): IdentityState => {
  const { identity } = usePlatform()
  return useSyncExternalStore(
    (changed) => identity.subscribe(changed),
    () => identity.current(),
  )
}

/** Of whoever is signed in. */
export const useAccount = (): Account | undefined => {
  const identity = useIdentity()
  return identity.state === 'signedIn' ? identity.account : undefined
}

export const useSettings = (): Settings => {
  const { settings } = usePlatform()
  return useSyncExternalStore(
    (changed) => settings.subscribe(changed),
    () => settings.current(),
  )
}

/** What administrators have decided for this computer. */
export const usePolicies = (): ClientPolicies => {
  const { policies } = usePlatform()
  return useSyncExternalStore(
    (changed) => policies.subscribe(changed),
    () => policies.current(),
  )
}

/** Whether a setting is an administrator's to change, and not the person's. */
export const useLocked = (setting: ManagedSetting): boolean => usePolicies().locked.includes(setting)
