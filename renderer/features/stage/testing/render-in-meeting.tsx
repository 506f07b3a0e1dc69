/** Shows parts of the meeting in jsdom, over a call without a network. */
import { render } from '@testing-library/react'
import type { ReactNode } from 'react'
import { I18nextProvider } from 'react-i18next'
import { vi } from 'vitest'
import type { Account } from '#shared/contract/identity.ts'
import type { BridgeEvent, BridgeEventData, IdentityState, ScreenSource } from '#shared/desktop-bridge.ts'
import { type AllowedHere, UNMANAGED } from '#shared/managed-policy/client-policies.ts'
import { ServicesContext } from '../../../app/services.ts'
import { FakeCallEngine } from '../../../call/fake-call-engine.ts'
import type { FakeScenario } from '../../../call/fake-scenario.ts'
import type { Abilities, Platform } from '../../../platform/platform.ts'
import { standIns } from '../../../testing/stand-ins.ts'
import { createI18n } from '../../../ui/i18n.ts'
import { ThemeRoot } from '../../../ui/ThemeRoot.tsx'
import { ActionHost } from '../../actions/ActionHost.tsx'

export interface Surroundings {
  os?: Platform['info']['os']
  abilities?: Partial<Abilities>
  screens?: ScreenSource[]
  account?: Account
  /** What administrators don't allow on this computer. */
  allows?: Partial<AllowedHere>
}

const ADA: Account = { person: { id: 'person-0', kind: 'member', name: 'Ada Moreau' }, email: 'ada@aldermere.example' }

/** The part of a platform that a meeting uses. */
const fakePlatform = ({ os = 'linux', abilities, screens = [], account = ADA, allows }: Surroundings) => {
  const identity: IdentityState = { state: 'signedIn', account }
  const listeners = new Map<BridgeEvent, (data: unknown) => void>()
  const notify = vi.fn()
  const setContentProtection = vi.fn()
  const choose = vi.fn(async () => undefined)
  const list = vi.fn(async () => screens)
  const policies = { ...UNMANAGED, allows: { ...UNMANAGED.allows, ...allows } }
  const platform = {
    info: { kind: 'desktop', os, version: '0.1.0' },
    serviceOrigin: 'https://meet.example.org',
    abilities: {
      ownScreenPicker: true,
      shareSystemAudio: false,
      mediaSettings: [],
      notify: true,
      shareScreen: true,
      openDesktopClient: false,
      ...abilities,
    },
    policies: { current: () => policies, subscribe: () => () => undefined },
    screens: { list, choose },
    identity: { current: () => identity, subscribe: () => () => undefined },
    setFullScreen: async () => undefined,
    setContentProtection,
    notify,
    on: (event: BridgeEvent, listener: (data: unknown) => void) => {
      listeners.set(event, listener)
      return () => listeners.delete(event)
    },
  }
  return {
    platform: platform as unknown as Platform,
    notify,
    setContentProtection,
    choose,
    list,
    tell: <E extends BridgeEvent>(event: E, data: BridgeEventData<E>) => listeners.get(event)?.(data),
  }
}

export const renderInMeeting = (shown: ReactNode, scenario: FakeScenario = {}, surroundings: Surroundings = {}) => {
  standIns()
  const engine = FakeCallEngine.joined(scenario)
  const { platform, ...told } = fakePlatform(surroundings)
  const app = { openSettings: vi.fn(), openDiagnostics: vi.fn(), newMeeting: vi.fn() }
  const { unmount } = render(
    <ServicesContext value={{ platform, engine }}>
      <I18nextProvider i18n={createI18n('en')}>
        <ThemeRoot appearance="light">
          <ActionHost app={app}>{shown}</ActionHost>
        </ThemeRoot>
      </I18nextProvider>
    </ServicesContext>,
  )
  return { engine, app, unmount, ...told }
}
