/**
 * Stand-ins for Electron's own folders: what the installers are built and checked from where the real ones can't be had. Their
 * programs hold what a build changes (fuses, version, icon, the archive's hash) and do nothing else.
 */
import { mkdir, rm, symlink, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { stringify } from 'simple-plist'
import { PRODUCT, type TargetArch, type TargetPlatform } from '../product.ts'
import { standInProgram } from './windows-program.ts'

/** Electron's mark before its fuses, their version, their number, and each as Electron ships it. */
const SENTINEL = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX'
const SHIPPED_FUSES = '101100011'

export const fuseWire = (): Buffer =>
  Buffer.concat([Buffer.from(SENTINEL), Buffer.from([1, SHIPPED_FUSES.length]), Buffer.from(SHIPPED_FUSES)])

/** Of the more than fifty that Electron brings. */
const LOCALES = ['de', 'en-GB', 'en-US', 'fr', 'ja', 'pt-BR', 'zh-CN']
const MAC_LOCALES = ['de', 'en', 'en_GB', 'fr', 'ja', 'pt_BR', 'zh_CN']
const COMMON = [
  'chrome_100_percent.pak',
  'chrome_200_percent.pak',
  'icudtl.dat',
  'LICENSE',
  'LICENSES.chromium.html',
  'resources.pak',
  'resources/default_app.asar',
  'snapshot_blob.bin',
  'v8_context_snapshot.bin',
  'version',
]
const WINDOWS_LIBRARIES = [
  'd3dcompiler_47.dll',
  'dxcompiler.dll',
  'dxil.dll',
  'ffmpeg.dll',
  'libEGL.dll',
  'libGLESv2.dll',
  'vk_swiftshader.dll',
  'vulkan-1.dll',
]
const LINUX_PROGRAMS = [
  'chrome-sandbox',
  'chrome_crashpad_handler',
  'libEGL.so',
  'libGLESv2.so',
  'libffmpeg.so',
  'libvk_swiftshader.so',
  'libvulkan.so.1',
]

/** ELF and Mach-O headers, enough for programs that look at the first bytes. */
const ELF = Buffer.from('7f454c46020101000000000000000000', 'hex')
const MACH_O = { x64: Buffer.from('cffaedfe07000001', 'hex'), arm64: Buffer.from('cffaedfe0c000001', 'hex') }

const write = async (file: string, content: string | Uint8Array, mode = 0o644): Promise<void> => {
  await mkdir(dirname(file), { recursive: true })
  await writeFile(file, content, { mode })
}

/** Writes the folder anew. */
export const writeStandIn = async (
  folder: string,
  platform: TargetPlatform,
  arch: Exclude<TargetArch, 'universal'>,
): Promise<void> => {
  await rm(folder, { recursive: true, force: true })
  if (platform === 'macos') return await writeMacos(folder, arch)
  for (const name of COMMON) await write(join(folder, name), `stand-in for ${name}\n`)
  for (const name of LOCALES) await write(join(folder, 'locales', `${name}.pak`), `stand-in for ${name}\n`)
  if (platform === 'linux') {
    await write(join(folder, 'electron'), Buffer.concat([ELF, fuseWire()]), 0o755)
    for (const name of LINUX_PROGRAMS) await write(join(folder, name), ELF, 0o755)
    return
  }
  const version = PRODUCT.electronVersion
  await write(join(folder, 'electron.exe'), standInProgram({ arch, version, name: 'electron', data: fuseWire() }))
  for (const name of WINDOWS_LIBRARIES) {
    await write(join(folder, name), standInProgram({ arch, version, name, data: Buffer.from(name) }))
  }
}

const plistOf = (executable: string, identifier: string): string =>
  stringify({
    CFBundleExecutable: executable,
    CFBundleIdentifier: identifier,
    CFBundleName: executable,
    CFBundlePackageType: 'APPL',
    CFBundleShortVersionString: PRODUCT.electronVersion,
    CFBundleVersion: PRODUCT.electronVersion,
  })

const writeMacos = async (folder: string, arch: Exclude<TargetArch, 'universal'>): Promise<void> => {
  const bundle = join(folder, 'Electron.app')
  const contents = join(bundle, 'Contents')
  const program = MACH_O[arch]
  // Electron's archive has them beside the bundle, and electron-builder moves them when it unpacks that.
  for (const name of ['LICENSE.electron.txt', 'LICENSES.chromium.html']) {
    await write(join(contents, 'Resources', name), `stand-in for ${name}\n`)
  }
  await write(
    join(contents, 'Info.plist'),
    stringify({
      CFBundleDisplayName: 'Electron',
      CFBundleExecutable: 'Electron',
      CFBundleIconFile: 'electron.icns',
      CFBundleIdentifier: 'com.github.Electron',
      CFBundleName: 'Electron',
      CFBundlePackageType: 'APPL',
      CFBundleShortVersionString: PRODUCT.electronVersion,
      CFBundleVersion: PRODUCT.electronVersion,
      LSMinimumSystemVersion: '12.0',
      NSAppTransportSecurity: { NSAllowsArbitraryLoads: true },
      NSBluetoothAlwaysUsageDescription: 'This app needs access to Bluetooth',
      NSBluetoothPeripheralUsageDescription: 'This app needs access to Bluetooth',
      NSCameraUsageDescription: 'This app needs access to the camera',
      NSMicrophoneUsageDescription: 'This app needs access to the microphone',
      NSHighResolutionCapable: true,
      NSPrincipalClass: 'AtomApplication',
    }),
  )
  await write(join(contents, 'MacOS/Electron'), program, 0o755)
  await write(join(contents, 'Resources/electron.icns'), 'stand-in\n')
  await write(join(contents, 'Resources/default_app.asar'), 'stand-in\n')
  for (const locale of MAC_LOCALES) await mkdir(join(contents, 'Resources', `${locale}.lproj`), { recursive: true })

  const framework = join(contents, 'Frameworks/Electron Framework.framework')
  const current = join(framework, 'Versions/A')
  await write(join(current, 'Electron Framework'), Buffer.concat([program, fuseWire()]), 0o755)
  await write(join(current, 'Helpers/chrome_crashpad_handler'), program, 0o755)
  await write(join(current, 'Libraries/libffmpeg.dylib'), program, 0o755)
  await write(join(current, 'Resources/Info.plist'), plistOf('Electron Framework', 'com.github.Electron.framework'))
  for (const name of ['icudtl.dat', 'resources.pak']) await write(join(current, 'Resources', name), `stand-in for ${name}\n`)
  for (const locale of MAC_LOCALES) {
    await write(join(current, 'Resources', `${locale}.lproj/locale.pak`), `stand-in for ${locale}\n`)
  }
  await symlink('A', join(framework, 'Versions/Current'))
  for (const name of ['Electron Framework', 'Helpers', 'Libraries', 'Resources']) {
    await symlink(`Versions/Current/${name}`, join(framework, name))
  }
  for (const kind of ['', ' (GPU)', ' (Plugin)', ' (Renderer)']) {
    const name = `Electron Helper${kind}`
    const helper = join(contents, 'Frameworks', `${name}.app/Contents`)
    await write(join(helper, 'Info.plist'), plistOf(name, 'com.github.Electron.helper'))
    await write(join(helper, `MacOS/${name}`), program, 0o755)
  }
}
