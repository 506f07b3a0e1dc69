/** `npm run icons`: draws the installers' icons anew from the page's, `renderer/icon.svg`. They are checked in. */
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { chromium } from '@playwright/test'
import { CHROMIUM_FLAGS, ensureChromium } from '../setup/chromium.ts'
import { PROJECT_ROOT } from '../setup/paths.ts'
import { INSTALLERS } from './configuration.ts'
import { type Picture, writeIcns, writeIco } from './icon-files.ts'

const SIZES = [16, 24, 32, 48, 64, 128, 256, 512, 1024]
const IN_ICO = [16, 24, 32, 48, 64, 256]
const ON_LINUX = [16, 24, 32, 48, 64, 128, 256, 512]

const folder = join(INSTALLERS, 'icons')
const drawing = await readFile(join(PROJECT_ROOT, 'renderer/icon.svg'), 'utf8')
const browser = await chromium.launch({ executablePath: await ensureChromium(), args: [...CHROMIUM_FLAGS] })
const pictures: Picture[] = []
for (const size of SIZES) {
  const page = await browser.newPage({ viewport: { width: size, height: size } })
  await page.setContent(`<style>body { margin: 0 } svg { display: block; width: 100vw; height: 100vh }</style>${drawing}`)
  pictures.push({ size, png: await page.screenshot({ omitBackground: true }) })
  await page.close()
}
await browser.close()

await mkdir(folder, { recursive: true })
await writeFile(join(folder, 'icon.ico'), writeIco(pictures.filter(({ size }) => IN_ICO.includes(size))))
await writeFile(join(folder, 'icon.icns'), writeIcns(pictures))
for (const { size, png } of pictures.filter((picture) => ON_LINUX.includes(picture.size))) {
  await writeFile(join(folder, `${size}x${size}.png`), png)
}
console.log(`Icons: ${folder}`)
