import { describe, expect, test } from 'vitest'
import { PROJECT_ROOT } from '../../setup/paths.ts'
import { applicationManifest, windowsModules } from '../application-folder.ts'
import { checkArchiveFiles, checkArchiveTexts, checkIntegrity } from './archive.ts'

const FILES = [
  'package.json',
  'out/main/main.cjs',
  'out/preload/preload.cjs',
  'out/renderer/index.html',
  'out/renderer/assets/index-1a2b.js',
  'out/renderer/assets/icon-1a2b.svg',
]
const WINDOWS_FILES = [...FILES, ...windowsModules('arm64').map((path) => `out/node_modules/${path}`)]

describe('what is in the archive', () => {
  test('the bundles, and on Windows what reads the registry', () => {
    expect(checkArchiveFiles(FILES, 'macos', 'universal')).toEqual([])
    expect(checkArchiveFiles(WINDOWS_FILES, 'windows', 'arm64')).toEqual([])
  })

  test.each([
    'out/main/main.cjs.map',
    'out/renderer/assets/index-1a2b.js.map',
    'electron/main.ts',
    '.env',
    'node_modules/zod/index.js',
    'out/other/x.js',
    'out/node_modules/native-reg/prebuilds/win32-x64/node.napi.node',
  ])('%s is found', (path) => {
    for (const platform of ['linux', 'windows'] as const) {
      const files = platform === 'windows' ? WINDOWS_FILES : FILES
      expect(checkArchiveFiles([...files, path], platform, 'arm64')).toEqual([`${path} does not belong into the archive`])
    }
  })

  test.each(WINDOWS_FILES.filter((path) => !path.includes('/assets/')))('%s is missed', (path) => {
    const rest = WINDOWS_FILES.filter((each) => each !== path)
    expect(checkArchiveFiles(rest, 'windows', 'arm64')).toEqual([`${path} is not in the archive`])
  })
})

describe('texts in the archive', () => {
  const check = (main: string, manifest: object = applicationManifest()) =>
    checkArchiveTexts({ files: FILES, read: (path) => (path === 'package.json' ? JSON.stringify(manifest) : main) })

  test('say nothing of where they were made', () => {
    expect(check('const map = "sourceMappingURL"')).toEqual([])
    expect(check('1\n//# sourceMappingURL=main.cjs.map')).toContain('out/main/main.cjs speaks of a source map')
    for (const text of [`require("${PROJECT_ROOT}/x")`, `const at = '${PROJECT_ROOT}'`, `import("file://${PROJECT_ROOT}/x")`]) {
      expect(check(text)).toContain('out/main/main.cjs holds a path of the computer that it was built on')
    }
    for (const text of [
      `"${PROJECT_ROOT}er-8RMhPIfw.js"`,
      `"/assets${PROJECT_ROOT}/x"`,
      `"https://example.org${PROJECT_ROOT}/x"`,
    ]) {
      expect(check(text)).toEqual([])
    }
  })

  test('the manifest is ours alone', () => {
    expect(check('', { ...applicationManifest(), scripts: {} })).toEqual(['package.json in the archive has scripts: {}'])
    expect(check('', { ...applicationManifest(), main: 'evil.js' })).toEqual(['package.json in the archive has main: "evil.js"'])
  })
})

describe('the hash that the program knows', () => {
  const hash = 'ab'.repeat(32)
  const windows = [{ file: 'resources\\app.asar', alg: 'SHA256', value: hash }]
  const macos = { 'Resources/app.asar': { algorithm: 'SHA256', hash } }

  test('is that of the archive', () => {
    expect(checkIntegrity(windows, hash)).toEqual([])
    expect(checkIntegrity(macos, hash)).toEqual([])
  })

  test.each([
    ['of another archive', windows, 'cd'.repeat(32)],
    ['by another algorithm', [{ ...windows[0], alg: 'MD5' }], hash],
    ['of another file', { 'Resources/other.asar': macos['Resources/app.asar'] }, hash],
    ['twice', [...windows, ...windows], hash],
    ['nowhere', undefined, hash],
  ])('%s is found', (_, found, header) => expect(checkIntegrity(found, header)).toHaveLength(1))
})
