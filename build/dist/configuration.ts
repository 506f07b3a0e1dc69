/**
 * How electron-builder makes the program's folder for a platform. On macOS it makes the packages, too; on Windows and Linux ours are
 * made from that folder, by programs that work the same everywhere.
 */
import { join } from 'node:path'
import { Arch, type Configuration, Platform } from 'electron-builder'
import { PROJECT_ROOT } from '../setup/paths.ts'
import { afterExtract, afterPack } from './hooks.ts'
import { infoPlistAdditions } from './macos/info-plist.ts'
import { ELECTRON_LANGUAGES, PRODUCT, type TargetArch, type TargetPlatform } from './product.ts'
import type { MacosSigning } from './signing/macos.ts'

export const INSTALLERS = join(PROJECT_ROOT, 'build/installers')
const ICONS = join(INSTALLERS, 'icons')

export const BUILDER_PLATFORMS = {
  windows: Platform.WINDOWS,
  macos: Platform.MAC,
  linux: Platform.LINUX,
} as const satisfies Record<TargetPlatform, Platform>

export const BUILDER_ARCHS = {
  x64: Arch.x64,
  arm64: Arch.arm64,
  universal: Arch.universal,
} as const satisfies Record<TargetArch, Arch>

export interface ConfigurationOptions {
  /** What goes into the archive. */
  application: string
  output: string
  /** An unpacked Electron instead of the one that electron-builder downloads. */
  electronFolder?: string | undefined
  macos: MacosSigning
}

export const configurationOf = ({ application, output, electronFolder, macos }: ConfigurationOptions): Configuration => ({
  appId: PRODUCT.id,
  productName: PRODUCT.name,
  copyright: PRODUCT.copyright,
  electronVersion: PRODUCT.electronVersion,
  ...(electronFolder === undefined ? {} : { electronDist: electronFolder }),
  directories: { app: application, output, buildResources: ICONS },
  // electron-builder leaves out what is called node_modules, unless it is named.
  files: ['**/*', 'out/node_modules/**'],
  asar: true,
  // A library that the operating system loads has to be a file of its own.
  asarUnpack: ['**/*.node'],
  electronLanguages: Object.values(ELECTRON_LANGUAGES),
  nodeGypRebuild: false,
  // The application's folder is complete: nothing is looked for, installed or built.
  beforeBuild: async () => false,
  afterExtract,
  afterPack,
  protocols: [{ name: `${PRODUCT.name} meeting`, schemes: [PRODUCT.scheme], role: 'Viewer' }],
  publish: null,
  win: {
    target: 'dir',
    icon: join(ICONS, 'icon.ico'),
    // Every program and library is signed afterwards, by `signing/windows.ts`.
    signExecutable: false,
    verifyUpdateCodeSignature: true,
  },
  mac: {
    category: 'public.app-category.business',
    icon: join(ICONS, 'icon.icns'),
    minimumSystemVersion: '13.0',
    hardenedRuntime: true,
    gatekeeperAssess: false,
    strictVerify: true,
    entitlements: join(INSTALLERS, 'macos/entitlements.plist'),
    entitlementsInherit: join(INSTALLERS, 'macos/entitlements.inherit.plist'),
    extendInfo: infoPlistAdditions(),
    darkModeSupport: true,
    identity: macos.identity,
    notarize: macos.notarise,
  },
  pkg: { isRelocatable: false, overwriteAction: 'upgrade', allowAnywhere: false, allowCurrentUserHome: false },
  dmg: { sign: macos.identity !== null, writeUpdateInfo: false },
  linux: { target: 'dir', executableName: PRODUCT.unixName, icon: ICONS, category: 'Network' },
})
