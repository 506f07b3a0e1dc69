import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { execa } from 'execa'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { withLock } from './lock.ts'

let folder: string
let path: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'parley-lock-'))
  path = join(folder, 'inside', 'setup.lock')
})

afterEach(() => rm(folder, { recursive: true }))

it('lets one at a time work, and says so to whoever waits', async () => {
  let inside = 0
  let most = 0
  let waited = 0
  const work = async () => {
    most = Math.max(most, ++inside)
    await new Promise((resolve) => setImmediate(resolve))
    inside--
  }
  await Promise.all([1, 2, 3].map(() => withLock(path, work, () => waited++)))
  expect({ most, waited }).toEqual({ most: 1, waited: 2 })
})

it('is free again after work that failed', async () => {
  await expect(withLock(path, () => Promise.reject(new Error('disk full')))).rejects.toThrow('disk full')
  expect(await withLock(path, async () => 'mine')).toBe('mine')
})

it('is free again after its holder was killed', async () => {
  const script = `
    const { withLock } = await import(${JSON.stringify(join(import.meta.dirname, 'lock.ts'))})
    await withLock(${JSON.stringify(path)}, async () => { console.log('held'); await new Promise(() => setInterval(() => {}, 1000)) })`
  const holder = execa(process.execPath, ['--input-type=module', '--eval', script], { reject: false })
  await once(holder.stdout, 'data')

  let waiting = () => {}
  const waits = new Promise<void>((resolve) => {
    waiting = resolve
  })
  const mine = withLock(path, async () => 'mine', waiting)
  await waits
  holder.kill('SIGKILL')
  expect(await mine).toBe('mine')
})
