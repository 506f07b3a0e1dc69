/** What is put right in the program's folder while electron-builder makes it, and before anything is signed. */
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { AfterPackContext } from 'electron-builder'
import { parse, stringify } from 'simple-plist'
import { burnFuses } from './fuses.ts'
import { APP_TRANSPORT_SECURITY, infoPlistStrings } from './macos/info-plist.ts'
import { PRODUCT } from './product.ts'

/** Of Electron's own folder: the program that it shows when it has none. */
export const afterExtract = async ({
  appOutDir,
  electronPlatformName,
}: Pick<AfterPackContext, 'appOutDir' | 'electronPlatformName'>): Promise<void> => {
  const resources = electronPlatformName === 'darwin' ? 'Electron.app/Contents/Resources' : 'resources'
  await rm(join(appOutDir, resources, 'default_app.asar'), { force: true })
}

export const afterPack = async ({ appOutDir, electronPlatformName }: AfterPackContext): Promise<void> => {
  if (electronPlatformName === 'darwin') {
    const bundle = join(appOutDir, `${PRODUCT.name}.app`)
    await tightenTransportSecurity(join(bundle, 'Contents/Info.plist'))
    await writeUsageStrings(join(bundle, 'Contents/Resources'))
    await burnFuses(bundle)
    return
  }
  const isWindows = electronPlatformName === 'win32'
  await rm(join(appOutDir, 'version'), { force: true })
  await burnFuses(join(appOutDir, isWindows ? `${PRODUCT.name}.exe` : PRODUCT.unixName))
}

const tightenTransportSecurity = async (file: string): Promise<void> => {
  const info = parse<Record<string, unknown>>(await readFile(file))
  await writeFile(file, stringify({ ...info, NSAppTransportSecurity: APP_TRANSPORT_SECURITY }))
}

const writeUsageStrings = async (resources: string): Promise<void> => {
  for (const [path, content] of infoPlistStrings()) {
    const file = join(resources, path)
    await mkdir(dirname(file), { recursive: true })
    await writeFile(file, content)
  }
}
