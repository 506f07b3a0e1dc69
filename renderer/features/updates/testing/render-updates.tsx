import { act, render } from '@testing-library/react'
import { vi } from 'vitest'
import type { IdentityState } from '#shared/desktop-bridge.ts'
import type { CheckResult } from '#shared/diagnostics/checks.ts'
import type { CrashReport } from '#shared/diagnostics/crash-report.ts'
import { defaultSettings } from '#shared/settings.ts'
import type { UpdateProgress, UpdateState } from '#shared/updates/update-state.ts'
import { App } from '../../../app/App.tsx'
import { Navigation } from '../../../app/navigation.ts'
import { FakeCallEngine } from '../../../call/fake-call-engine.ts'
import { Observed } from '../../../platform/observed.ts'
import type { Platform } from '../../../platform/platform.ts'
import { unmanaged } from '../../../platform/unmanaged.ts'
import { standIns } from '../../../testing/stand-ins.ts'

const ADA: IdentityState = {
  state: 'signedIn',
  account: { person: { id: 'ada', kind: 'member', name: 'Ada Moreau' }, email: 'ada@northwind.example' },
}

export interface UpdatesPage {
  progress?: UpdateProgress
  crashes?: readonly CrashReport[]
  /** What each check finds; fine where nothing is said. */
  found?: (check: string) => Promise<CheckResult>
}

/** The whole page of somebody who is signed in, on a platform that notes what it is asked. */
export const renderUpdates = ({ progress = { state: 'current' }, crashes = [], found }: UpdatesPage = {}) => {
  standIns()
  const state = new Observed<UpdateState>({ progress })
  const step = () => vi.fn(async () => undefined)
  const steps = { check: step(), download: step(), install: step(), defer: step() }
  const settings = defaultSettings()
  const diagnostics = {
    run: vi.fn(found ?? (async (): Promise<CheckResult> => ({ finding: 'keystoreFine', facts: {}, ms: 1 }))),
    log: vi.fn(async () => '{"event":"x"}\n'),
    save: vi.fn(async (_text: string) => true),
    crashes: async () => [...crashes],
    answerCrashes: vi.fn(async (_send: boolean) => undefined),
  }
  const platform = {
    info: { kind: 'desktop', os: 'windows', version: '0.1.0' },
    serviceOrigin: 'https://meet.example.org',
    abilities: { signInWithProvider: true },
    service: {
      about: () => new Promise(() => undefined),
      meetings: { list: async () => [], choices: async () => ({ templates: [], labels: [] }) },
      identity: { listSessions: async () => [] },
      admin: { getRole: async () => ({ role: 'none' }) },
    },
    identity: { current: () => ADA, subscribe: () => () => undefined },
    settings: { current: () => settings, subscribe: () => () => undefined },
    policies: unmanaged,
    media: { access: async () => ({ camera: 'granted', microphone: 'granted', screen: 'granted' }) },
    updates: { ...steps, current: () => state.value, subscribe: (changed: () => void) => state.subscribe(changed) },
    diagnostics,
    on: () => () => undefined,
  } as unknown as Platform
  const services = { platform, engine: FakeCallEngine.create() }
  const navigation = new Navigation(services)
  render(<App services={services} navigation={navigation} />)
  return { ...steps, diagnostics, navigation, become: (next: UpdateProgress) => act(() => state.set({ progress: next })) }
}
