import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { z } from 'zod'
import { createLog } from '../diagnostics/log.ts'
import { JsonFile } from './json-file.ts'

const Schema = z.object({ size: z.int().max(10) })
let folder: string
let path: string
let file: JsonFile<z.infer<typeof Schema>>

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'parley-json-'))
  path = join(folder, 'deep/down.json')
  file = new JsonFile(
    path,
    Schema,
    createLog(() => undefined),
  )
})
afterEach(() => rmSync(folder, { recursive: true }))

test('what is written is read', () => {
  expect(file.read()).toBeUndefined()
  file.write({ size: 3 })
  file.write({ size: 4 })
  expect(file.read()).toEqual({ size: 4 })
  expect(readdirSync(join(folder, 'deep'))).toEqual(['down.json'])
})

test.each(['', '{', 'null', '[]', '{"size":"3"}', '{"size":11}', '\0\0\0', '"'.repeat(100_000)])(
  'a broken file (%#) counts as none, and is kept aside',
  (content) => {
    file.write({ size: 3 })
    writeFileSync(path, content)
    expect(file.read()).toBeUndefined()
    expect(existsSync(path)).toBe(false)
    expect(readFileSync(`${path}.broken`, 'utf8')).toBe(content)
    file.write({ size: 5 })
    expect(file.read()).toEqual({ size: 5 })
  },
)

test('a folder in its place is no reason to fail', () => {
  mkdirSync(path, { recursive: true })
  expect(file.read()).toBeUndefined()
  file.write({ size: 1 })
  expect(file.read()).toEqual({ size: 1 })
})
