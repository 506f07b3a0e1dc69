/** Composes the page: the platform it runs on, the call engine, the screens. */
import './zod-without-eval.ts'

import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { App } from './app/App.tsx'
import { Navigation } from './app/navigation.ts'
import { LiveCallEngine } from './call/live-call-engine.ts'
import { createPlatform } from './platform/create-platform.ts'
import './ui/page.css'

const start = async (): Promise<void> => {
  const root = document.getElementById('app')
  if (root === null) throw new Error('index.html has no #app')
  const platform = await createPlatform()
  const engine = new LiveCallEngine(platform)
  const services = { platform, engine }
  const navigation = new Navigation(services)
  await navigation.start()
  createRoot(root).render(
    <StrictMode>
      <App services={services} navigation={navigation} />
    </StrictMode>,
  )
}

void start()
