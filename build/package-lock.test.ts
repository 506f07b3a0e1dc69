import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { PROJECT_ROOT } from './setup/paths.ts'

const lockEntry = z.looseObject({
  version: z.string().optional(),
  resolved: z.string().optional(),
  integrity: z.string().optional(),
  optionalDependencies: z.record(z.string(), z.string()).default({}),
})
const lockFile = z.object({ packages: z.record(z.string(), lockEntry) })
const manifest = z.object({ dependencies: z.record(z.string(), z.string()), devDependencies: z.record(z.string(), z.string()) })

const read = async (name: string): Promise<unknown> => JSON.parse(await readFile(join(PROJECT_ROOT, name), 'utf8'))

const { packages } = lockFile.parse(await read('package-lock.json'))
const installed = Object.entries(packages).filter(([path]) => path !== '')
const { dependencies, devDependencies } = manifest.parse(await read('package.json'))

describe('package-lock.json', () => {
  it('names no place to download from, so that everyone uses the registry they have', () => {
    expect(installed.filter(([, entry]) => entry.resolved !== undefined)).toEqual([])
  })

  it('knows the contents of every package by their hash', () => {
    const bundled = installed.filter(([, entry]) => entry.inBundle !== true)
    expect(bundled.filter(([, entry]) => !/^sha512-/.test(entry.integrity ?? '')).map(([path]) => path)).toEqual([])
  })

  // A registry without a package for some platform leaves a hole here that makes `npm ci` fail everywhere.
  it('knows the optional packages of every platform', () => {
    const missing = installed.flatMap(([path, entry]) =>
      Object.keys(entry.optionalDependencies)
        .filter(
          (name) => packages[`${path}/node_modules/${name}`] === undefined && packages[`node_modules/${name}`] === undefined,
        )
        .map((name) => `${name} of ${path}`),
    )
    expect(missing).toEqual([])
  })

  it('holds nothing from a folder, a link or a repository', () => {
    const elsewhere = installed.filter(
      ([path, entry]) => !path.includes('node_modules/') || entry.link === true || !entry.version,
    )
    expect(elsewhere.map(([path]) => path)).toEqual([])
  })
})

describe('package.json', () => {
  it.each(Object.entries({ ...dependencies, ...devDependencies }))('pins %s to one version', (_, version) => {
    expect(version).toMatch(/^(npm:[\w@/-]+@)?\d+\.\d+\.\d+(-rc\.\d+)?$/)
  })
})
