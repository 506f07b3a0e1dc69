import { build, preview, mergeConfig, loadConfigFromFile } from 'vite'
import { chromium } from '@playwright/test'
import AxeBuilder from '@axe-core/playwright'
import { outsideMeetings } from './outside-scenarios.ts'
const only = process.argv[2]?.split(',')
const { config } = await loadConfigFromFile({command:'build',mode:'production'}, new URL('./vite.config.ts', import.meta.url).pathname)
const stub = { name:'stub', enforce:'pre', resolveId(id){ if(id.endsWith('/Stage.tsx')) return '\0stage' }, load(id){ if(id==='\0stage') return 'export const Stage=()=>null' } }
const cfg = mergeConfig(config, { configFile:false, plugins:[stub], build:{outDir:'/tmp/shots/page'} })
console.time('build'); await build(cfg); console.timeEnd('build')
const server = await preview({ ...cfg, preview:{...cfg.preview, port:0} })
const origin = server.resolvedUrls.local[0]
const browser = await chromium.launch({ executablePath:'/usr/bin/chromium', args:['--no-sandbox','--disable-gpu','--use-fake-device-for-media-stream=fps=30','--autoplay-policy=no-user-gesture-required'] })
const context = await browser.newContext({ locale:'en-GB', timezoneId:'Europe/Berlin', reducedMotion:'reduce' })
const appearances = (process.argv[3]??'light').split(',')
const sizes = (process.argv[4]??'1280x800').split(',').map(s=>s.split('x').map(Number))
for (const s of outsideMeetings) {
  if (only && only[0] !== 'all' && !only.includes(s.name)) continue
  const t=Date.now(); const page = await context.newPage()
  page.on('console', m=> m.type()==='error' && console.log(s.name,'console', m.text()))
  page.on('pageerror', e=> console.log(s.name,'error', e.message))
  await page.clock.setFixedTime(new Date('2026-05-12T09:41:00+02:00'))
  await page.setViewportSize({width:1280,height:800})
  await page.goto(`${origin}?scenario=${s.name}`)
  await page.locator('h1, main').first().waitFor()
  await s.act?.(page)
  for (const a of appearances) for (const [width,height] of sizes) {
    await page.setViewportSize({width,height})
    await page.evaluate(x=>window.showcase.setAppearance(x), a)
    await page.waitForTimeout(150)
    const { violations } = await new AxeBuilder({ page }).analyze()
    for (const v of violations) for (const n of v.nodes) console.log(s.name,a,width,'AXE',v.id,n.target.join(' '),n.failureSummary?.split('\n')[1])
    const w = await page.evaluate(()=>document.documentElement.scrollWidth-document.documentElement.clientWidth); if(w>0) console.log(s.name,width,'WIDER',w)
    await page.screenshot({path:`/tmp/shots/${s.name}-${a}-${width}.png`})
  }
  await page.close(); console.log(s.name, Date.now()-t,'ms')
}
await browser.close(); await server.close(); process.exit(0)
