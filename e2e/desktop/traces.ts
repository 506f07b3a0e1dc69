/** Where a secret of the main process could turn up: everything that a page, a log or another program of the computer can read. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from '@playwright/test'

export interface Trace {
  where: string
  text: string
}

const parentOf = (id: string): string | undefined => /^PPid:\s+(\d+)$/m.exec(readFileSync(`/proc/${id}/status`, 'utf8'))?.[1]

/** A process and all that it started; those that end meanwhile are left out. */
const familyOf = (root: number): string[] => {
  const parents = new Map<string, string | undefined>()
  for (const id of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    try {
      parents.set(id, parentOf(id))
    } catch {
      parents.delete(id)
    }
  }
  const isOfFamily = (id: string | undefined): boolean => id !== undefined && (id === String(root) || isOfFamily(parents.get(id)))
  return [...parents.keys()].filter(isOfFamily)
}

/** Command lines and environments of a program and all its processes (Linux). */
export const processTraces = (root: number): Trace[] =>
  familyOf(root).flatMap((id) =>
    ['cmdline', 'environ'].flatMap((part) => {
      try {
        return [{ where: `${part} of process ${id}`, text: readFileSync(`/proc/${id}/${part}`, 'latin1') }]
      } catch {
        return []
      }
    }),
  )

/** All files below a folder, byte by byte. */
export const fileTraces = (folder: string): Trace[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => ({ where: path, text: readFileSync(path, 'latin1') }))

/** What a page keeps, shows and knows by name. */
export const pageTraces = async (page: Page): Promise<Trace[]> => [
  { where: 'document', text: await page.content() },
  {
    where: 'storage and globals',
    text: await page.evaluate(async () => {
      const databases = await indexedDB.databases()
      const caches = await window.caches.keys().catch(() => [])
      const seen = new Set<unknown>()
      const plain = (_name: string, value: unknown): unknown => {
        if (typeof value !== 'object' || value === null) return typeof value === 'function' ? String(value) : value
        if (seen.has(value) || value instanceof Node || value === window) return undefined
        seen.add(value)
        return value
      }
      const globals = Object.getOwnPropertyNames(window).map((name) => {
        try {
          return `${name}: ${JSON.stringify(Reflect.get(window, name), plain)}`
        } catch {
          return name
        }
      })
      return [
        JSON.stringify({ ...localStorage }),
        JSON.stringify({ ...sessionStorage }),
        document.cookie,
        databases,
        caches,
        globals,
      ]
        .flat()
        .map((part) => (typeof part === 'string' ? part : JSON.stringify(part)))
        .join('\n')
    }),
  },
]
