/** A JSON file that only this user may read (mode 0600), replaced as a whole so that a crash leaves the old one or the new one. */
import { randomUUID } from 'node:crypto'
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { ZodType } from 'zod'
import { ParleyError } from '#shared/errors.ts'

/** As the folder of a provider that keeps nothing. */
export const IN_MEMORY = ':memory:'

/** The provider's own folder inside the service's data folder. */
export const devIdpFolder = (dataDir: string): string => (dataDir === IN_MEMORY ? IN_MEMORY : join(dataDir, 'dev-idp'))

const textOf = (path: string): string | undefined => {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  }
}

/**
 * What the file says; undefined where there is none.
 *
 * @throws ParleyError INVALID_INPUT where there is one that says something else than `schema`
 */
export const readPrivateFile = <T>(folder: string, name: string, schema: ZodType<T>): T | undefined => {
  if (folder === IN_MEMORY) return undefined
  const path = join(folder, name)
  const text = textOf(path)
  if (text === undefined) return undefined
  try {
    return schema.parse(JSON.parse(text))
  } catch {
    // Not the cause: it may quote the file, and the file holds secrets.
    throw new ParleyError('INVALID_INPUT', `${path} is damaged: remove it to start the development provider with a new one`)
  }
}

export const writePrivateFile = (folder: string, name: string, content: unknown): void => {
  if (folder === IN_MEMORY) return
  const path = join(folder, name)
  const draft = `${path}.${randomUUID()}`
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
  try {
    writeFileSync(draft, JSON.stringify(content), { mode: 0o600, flag: 'wx', flush: true })
    renameSync(draft, path)
  } catch (error) {
    rmSync(draft, { force: true })
    throw error
  }
}
