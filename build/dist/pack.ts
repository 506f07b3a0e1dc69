/** Makes the program's folder for a platform with electron-builder. */
import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { build } from 'electron-builder'
import { writeApplicationFolder } from './application-folder.ts'
import { BUILDER_ARCHS, BUILDER_PLATFORMS, configurationOf } from './configuration.ts'
import { PRODUCT, type TargetArch, type TargetPlatform } from './product.ts'
import type { MacosSigning } from './signing/macos.ts'

export interface PackOptions {
  platform: TargetPlatform
  arch: TargetArch
  /** Where the bundles lie. */
  bundles: string
  /** Gets a folder for this platform and processor. */
  output: string
  electronFolder?: string
  macos: MacosSigning
  /** electron-builder's targets; the folder alone unless given. */
  targets?: readonly string[]
}

/** A program's folder: on macOS the one that holds `Parley.app`. */
export interface Packed {
  platform: TargetPlatform
  arch: TargetArch
  folder: string
  /** Packages that electron-builder made from it. */
  artifacts: readonly string[]
}

export const pack = async ({
  platform,
  arch,
  bundles,
  output,
  electronFolder,
  macos,
  targets = ['dir'],
}: PackOptions): Promise<Packed> => {
  const work = join(output, `${platform}-${arch}`)
  const application = join(work, 'application')
  await rm(work, { recursive: true, force: true })
  await mkdir(work, { recursive: true })
  await writeApplicationFolder(application, { bundles, platform, arch })
  const artifacts = await build({
    targets: BUILDER_PLATFORMS[platform].createTarget([...targets], BUILDER_ARCHS[arch]),
    config: configurationOf({ application, output: join(work, 'packed'), electronFolder, macos }),
    projectDir: application,
  })
  await rm(application, { recursive: true })
  return { platform, arch, folder: join(work, 'packed', folderName(platform, arch)), artifacts }
}

/** electron-builder's names for its folders. */
const folderName = (platform: TargetPlatform, arch: TargetArch): string => {
  const suffix = arch === 'x64' ? '' : `-${arch}`
  return platform === 'macos' ? `mac${suffix}` : platform === 'windows' ? `win${suffix}-unpacked` : `linux${suffix}-unpacked`
}

/** Where the parts lie that differ by platform. */
export const partsOf = ({ platform, folder }: Pick<Packed, 'platform' | 'folder'>) => {
  const bundle = join(folder, `${PRODUCT.name}.app`)
  return platform === 'macos'
    ? {
        /** What is installed. */
        root: bundle,
        /** What the fuses are in. */
        program: bundle,
        resources: join(bundle, 'Contents/Resources'),
        archive: join(bundle, 'Contents/Resources/app.asar'),
        infoPlist: join(bundle, 'Contents/Info.plist'),
        locales: join(bundle, 'Contents/Frameworks/Electron Framework.framework/Versions/A/Resources'),
      }
    : {
        root: folder,
        program: join(folder, platform === 'windows' ? `${PRODUCT.name}.exe` : PRODUCT.unixName),
        resources: join(folder, 'resources'),
        archive: join(folder, 'resources/app.asar'),
        infoPlist: undefined,
        locales: join(folder, 'locales'),
      }
}
