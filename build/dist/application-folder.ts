/**
 * What goes into the program's archive: the bundles and a manifest of a few lines, put together in a folder of their own, so that
 * nothing comes along because it happened to lie in the project.
 */
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { dirname, extname, join, relative } from 'node:path'
import { PROJECT_ROOT } from '../setup/paths.ts'
import { SetupError } from '../setup/setup-error.ts'
import { PRODUCT, type TargetArch, type TargetPlatform } from './product.ts'

/** Kinds of files that the bundles consist of; source maps are for developers alone. */
export const SHIPPED_KINDS: readonly string[] = [
  '.cjs',
  '.css',
  '.html',
  '.js',
  '.json',
  '.svg',
  '.wasm',
  '.woff2',
  '.webp',
  '.png',
  '.mp3',
  '.ogg',
  '.wav',
]
const BUNDLES = ['main', 'preload', 'renderer'] as const

/** What Windows needs besides: native-reg reads the registry, node-gyp-build finds its binary. */
export const windowsModules = (arch: TargetArch): readonly string[] => [
  'native-reg/package.json',
  'native-reg/lib/index.js',
  `native-reg/prebuilds/win32-${arch}/node.napi.node`,
  'node-gyp-build/package.json',
  'node-gyp-build/index.js',
  'node-gyp-build/node-gyp-build.js',
]

export const applicationManifest = (): Record<string, string> => ({
  name: PRODUCT.unixName,
  productName: PRODUCT.name,
  version: PRODUCT.version,
  description: PRODUCT.description,
  license: PRODUCT.license,
  author: PRODUCT.company,
  main: 'out/main/main.cjs',
  // Linux: what windows say that they belong to.
  desktopName: `${PRODUCT.unixName}.desktop`,
})

/**
 * Writes the folder anew.
 *
 * @param bundles where `main`, `preload` and `renderer` lie
 * @throws SetupError where they are not there, or hold a kind of file that nobody has decided about
 */
export const writeApplicationFolder = async (
  folder: string,
  { bundles, platform, arch }: { bundles: string; platform: TargetPlatform; arch: TargetArch },
): Promise<void> => {
  await rm(folder, { recursive: true, force: true })
  for (const bundle of BUNDLES) {
    const source = join(bundles, bundle)
    const entries = await readdir(source, { recursive: true, withFileTypes: true }).catch(() => {
      throw new SetupError(`There is no bundle in ${source}. Run "npm run build" first.`)
    })
    for (const entry of entries) {
      const file = join(entry.parentPath, entry.name)
      const kind = extname(entry.name)
      if (!entry.isFile() || kind === '.map') continue
      if (!SHIPPED_KINDS.includes(kind)) throw new SetupError(`${file} is of a kind that is not shipped.`)
      await take(file, join(folder, 'out', bundle, relative(source, file)))
    }
  }
  await writeFile(join(folder, 'package.json'), `${JSON.stringify(applicationManifest(), null, 2)}\n`)
  if (platform !== 'windows') return
  for (const file of windowsModules(arch)) {
    await take(join(PROJECT_ROOT, 'node_modules', file), join(folder, 'out/node_modules', file))
  }
}

const take = async (source: string, target: string): Promise<void> => {
  await mkdir(dirname(target), { recursive: true })
  await writeFile(target, withoutMapReference(extname(source), await readFile(source)))
}

/** The maps stay behind, and so does the line that speaks of them. */
const withoutMapReference = (kind: string, content: Buffer): Buffer | string =>
  ['.js', '.cjs', '.css'].includes(kind)
    ? content.toString('utf8').replace(/\n(?:\/\/# sourceMappingURL=[^\n]*|\/\*# sourceMappingURL=[^\n]*\*\/)\s*$/, '\n')
    : content
