import { mkdir, mkdtemp, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { areStale } from './page.ts'

const SOURCES = ['electron/main.ts', 'renderer/app/App.tsx', 'shared/errors.ts', 'electron.vite.config.ts', 'package-lock.json']
const BUNDLES = ['out/main/main.cjs', 'out/preload/preload.cjs', 'out/renderer/index.html']
const SOURCE_TIME = new Date('2026-01-01T10:00:00Z')
const BUILD_TIME = new Date('2026-01-01T11:00:00Z')
const LATER = new Date('2026-01-01T12:00:00Z')

describe('whether the bundles are stale', () => {
  let root: string

  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'parley-page-'))
    for (const file of [...SOURCES, ...BUNDLES]) {
      await mkdir(dirname(join(root, file)), { recursive: true })
      await writeFile(join(root, file), '')
    }
    for (const folder of ['electron', 'renderer', 'renderer/app', 'shared'])
      await utimes(join(root, folder), SOURCE_TIME, SOURCE_TIME)
    for (const file of SOURCES) await utimes(join(root, file), SOURCE_TIME, SOURCE_TIME)
    for (const file of BUNDLES) await utimes(join(root, file), BUILD_TIME, BUILD_TIME)
  })

  afterEach(() => rm(root, { recursive: true }))

  it('they are not where all are newer than the sources', async () => {
    expect(await areStale(root)).toBe(false)
  })

  it.each(SOURCES)('they are after a change to %s', async (file) => {
    await utimes(join(root, file), LATER, LATER)
    expect(await areStale(root)).toBe(true)
  })

  it.each(BUNDLES)('they are where %s is missing', async (file) => {
    await rm(join(root, file))
    expect(await areStale(root)).toBe(true)
  })

  it('they are after a source was deleted', async () => {
    await rm(join(root, 'renderer/app/App.tsx'))
    expect(await areStale(root)).toBe(true)
  })
})
