/** Shows the real page in the state that `?scenario=<name>` names. `window.showcase` changes its looks without loading it again. */
import { createRoot } from 'react-dom/client'
import { config } from 'zod'
import type { Settings } from '#shared/settings.ts'
import { App } from '../../renderer/app/App.tsx'
import { Navigation } from '../../renderer/app/navigation.ts'
import { FakeCallEngine } from '../../renderer/call/fake-call-engine.ts'
import { ruledByBo } from './admin-rules.ts'
import { FakePlatform } from './fake-platform.ts'
import { scenarioOf } from './scenarios.ts'
import '../../renderer/ui/page.css'

export interface Showcase {
  setAppearance(appearance: Settings['appearance']): Promise<void>
  openLink(code: string): void
  /** An entry of the application menu. */
  chooseMenu(action: string): void
  /** Somebody else changes the rules of the organisation. */
  ruleMeanwhile(): void
}

declare global {
  interface Window {
    showcase: Showcase
  }
}

config({ jitless: true })

const scenario = scenarioOf(new URL(location.href).searchParams.get('scenario') ?? '')
const platform = new FakePlatform(scenario.platform ?? {})
const engine = FakeCallEngine.create(scenario.call?.meeting)
const services = { platform, engine }
const navigation = new Navigation(services)

window.showcase = {
  setAppearance: (appearance) => platform.settings.save({ ...platform.settings.current(), appearance }),
  openLink: (code) => platform.tell('linkOpened', { code }),
  chooseMenu: (action) => platform.tell('menuAction', { action }),
  ruleMeanwhile: () => {
    const { admin } = platform
    if (admin !== undefined) admin.saveAsSomebodyElse(ruledByBo(admin.rules))
  },
}

const { call, place } = scenario
if (place === 'recordings' || place === 'settings' || place === 'admin') navigation.goTo(place)
if (call !== undefined || place === 'meeting') {
  if (scenario.platform?.person === 'guest') await navigation.joinAsGuest('abc-defg-hjk', 'Robin Vance')
  else navigation.open('abc-defg-hjk')
  // The fake engine prepares within the microtasks of one turn.
  await new Promise((resolve) => setTimeout(resolve))
}
if (call?.joined === true || call?.meeting?.lobby !== undefined) await engine.join()
if (call?.state !== undefined) engine.store.setState(call.state)

const root = document.getElementById('app')
if (root !== null) createRoot(root).render(<App services={services} navigation={navigation} />)
