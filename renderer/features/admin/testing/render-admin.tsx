/** Shows the admin centre in jsdom, over a service in memory. */
import { act, fireEvent, render, screen } from '@testing-library/react'
import { useEffect } from 'react'
import { I18nextProvider } from 'react-i18next'
import { vi } from 'vitest'
import type { IdentityState } from '#shared/desktop-bridge.ts'
import { sampleRules } from '#shared/policies/testing/sample-rules.ts'
import { ServicesContext } from '../../../app/services.ts'
import { FakeCallEngine } from '../../../call/fake-call-engine.ts'
import type { Platform } from '../../../platform/platform.ts'
import { standIns } from '../../../testing/stand-ins.ts'
import { createI18n } from '../../../ui/i18n.ts'
import { ThemeRoot } from '../../../ui/ThemeRoot.tsx'
import { ConfirmHost } from '../../sign-in/ConfirmHost.tsx'
import { AdminHost } from '../AdminHost.tsx'
import { AdminScreen } from '../AdminScreen.tsx'
import { useVisit } from '../admin-context.ts'
import { type AdminScenario, FakeAdminService } from './fake-admin-service.ts'

const identity: IdentityState = {
  state: 'signedIn',
  account: { person: { id: 'ada', kind: 'member', name: 'Ada Moreau' }, email: 'ada@northwind.example' },
}

/** As the frame of the screens does: the role is asked for, and the centre shown. */
const Shown = () => {
  const visit = useVisit()
  useEffect(() => void visit.learnRole(), [visit])
  return <AdminScreen />
}

export const renderAdmin = async (scenario: Partial<AdminScenario> = {}) => {
  standIns()
  const service = new FakeAdminService({ rules: sampleRules(), ...scenario })
  const confirm = vi.fn(async () => {
    service.stale = false
  })
  const platform = {
    info: { kind: 'desktop', os: 'linux', version: '0.1.0' },
    serviceOrigin: 'https://meet.example.org',
    identity: { current: () => identity, subscribe: () => () => undefined, confirm },
    service: {
      admin: service.client,
      about: async () => ({ signIn: 'none' }),
    },
  } as unknown as Platform
  const engine = FakeCallEngine.create()
  render(
    <ServicesContext value={{ platform, engine }}>
      <I18nextProvider i18n={createI18n('en')}>
        <ThemeRoot appearance="light">
          <ConfirmHost>
            <AdminHost>
              <Shown />
            </AdminHost>
          </ConfirmHost>
        </ThemeRoot>
      </I18nextProvider>
    </ServicesContext>,
  )
  await screen.findByRole('heading', { level: 1, name: 'Encryption policies' })
  return { service, confirm }
}

export const press = async (name: string | RegExp): Promise<void> => {
  const button = await screen.findByRole('button', { name })
  await act(async () => void fireEvent.click(button))
}

export const choose = async (label: string, value: string): Promise<void> => {
  await act(async () => void fireEvent.change(screen.getByLabelText(label), { target: { value } }))
}

/** The page that is shown, by its heading. */
export const page = (): string => screen.getByRole('heading', { level: 1 }).textContent ?? ''
