import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import type { z } from 'zod'
import type { Log } from '../diagnostics/log.ts'

const isMissing = (thrown: unknown): boolean => thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOENT'

/**
 * A small file of JSON that may be edited, cut off or damaged behind our back. Reading never fails: what does not fit the schema
 * is kept aside as `<file>.broken` for whoever wants it back. Writing replaces the file in one step, so that a crash leaves the
 * old or the new one.
 */
export class JsonFile<T> {
  readonly #path: string
  readonly #schema: z.ZodType<T>
  readonly #log: Log

  constructor(path: string, schema: z.ZodType<T>, log: Log) {
    this.#path = path
    this.#schema = schema
    this.#log = log
  }

  /** Undefined where there is none, or none that can be used. */
  read(): T | undefined {
    try {
      return this.#schema.parse(JSON.parse(readFileSync(this.#path, 'utf8')))
    } catch (thrown) {
      if (!isMissing(thrown)) this.#setAside()
      return undefined
    }
  }

  /** Throws where the disk refuses. */
  write(value: T): void {
    mkdirSync(dirname(this.#path), { recursive: true })
    const temporary = `${this.#path}.new`
    const file = openSync(temporary, 'w', 0o600)
    try {
      writeFileSync(file, `${JSON.stringify(value, null, 2)}\n`)
      fsyncSync(file)
    } finally {
      closeSync(file)
    }
    renameSync(temporary, this.#path)
  }

  #setAside(): void {
    this.#log.warn('storage.brokenFile')
    try {
      renameSync(this.#path, `${this.#path}.broken`)
    } catch (thrown) {
      this.#log.error('storage.notSetAside', thrown)
    }
  }
}
