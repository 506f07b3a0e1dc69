import { execFileSync } from 'node:child_process'
import { globSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { ERRORS } from '../errors.ts'
import { en } from './en.ts'

const ROOT = resolve(import.meta.dirname, '../..')

const leavesOf = (texts: object, path = ''): [string, string][] =>
  Object.entries(texts).flatMap(([name, text]): [string, string][] => {
    const key = path === '' ? name : `${path}.${name}`
    return typeof text === 'string' ? [[key, text]] : leavesOf(text as object, key)
  })

const leaves = leavesOf(en)
const withoutPlural = (key: string): string => key.replace(/_(one|other)$/, '')
const keys = new Set(leaves.map(([key]) => withoutPlural(key)))

const sourcesOf = (folder: string): { path: string; text: string }[] =>
  globSync(`${folder}/**/*.{ts,tsx}`, { cwd: ROOT, exclude: (path) => path.includes('.test.') }).map((path) => ({
    path,
    text: readFileSync(join(ROOT, path), 'utf8'),
  }))

const page = sourcesOf('renderer')
const main = sourcesOf('electron')
const installers = sourcesOf('build/dist')

/** Keys that stand in the page's sources, and patterns of those that are put together there. */
const mentioned = new Set(
  page.flatMap(({ text }) => [...text.matchAll(/['"`]([a-zA-Z]+(?:\.\w+)+)['"`]/g)].map((match) => match[1])),
)
const composed = page.flatMap(({ text }) =>
  [...text.matchAll(/`([a-zA-Z]+\.[\w.]*\$\{[^`]*)`/g)].map((match) => {
    const pattern = (match[1] as string).split(/\$\{(?:[^{}]|\{[^{}]*\})*\}/).map((part) => part.replaceAll('.', '\\.'))
    return new RegExp(`^${pattern.join('[\\w.]+')}$`)
  }),
)
/** The main process and the installers read their texts as properties, by name or by the id of an action. */
const properties = new Set(
  [...main, ...installers].flatMap(({ text }) => [...text.matchAll(/[.'](\w+)\b/g)].map((match) => match[1])),
)

const isUsed = (key: string): boolean => {
  if (key.startsWith('desktop.')) return properties.has(key.split('.').at(-1))
  return mentioned.has(key) || composed.some((pattern) => pattern.test(key))
}

describe('the English catalogue', () => {
  it('holds no text that nothing shows', () => {
    expect([...keys].filter((key) => !isUsed(key))).toEqual([])
  })

  it('has every text that the page asks for', () => {
    const asked = page.flatMap(({ path, text }) =>
      [...text.matchAll(/\bt\(\s*'([^']+)'/g)].map((match) => ({ path, key: match[1] as string })),
    )
    expect(asked.length).toBeGreaterThan(50)
    expect(asked.filter(({ key }) => !keys.has(key))).toEqual([])
  })

  it('explains every error: what happened, what it means, what to do', () => {
    for (const code of Object.keys(ERRORS) as (keyof typeof ERRORS)[]) {
      const { title, meaning, action } = en.error[code]
      expect(title, code).toMatch(/[^.]$/)
      expect(meaning, code).toMatch(/\.$/)
      expect(action, code).toMatch(/\.$/)
    }
  })

  it('has both plural forms of what is counted', () => {
    const forms = leaves.map(([key]) => key).filter((key) => /_(one|other)$/.test(key))
    const missing = forms.map(withoutPlural).filter((key) => !forms.includes(`${key}_one`) || !forms.includes(`${key}_other`))
    expect(missing).toEqual([])
  })

  it('is calm: nothing empty, nothing exclaimed, real apostrophes', () => {
    const wrong = leaves.filter(([, text]) => text.trim() === '' || text !== text.trim() || /!|oops|\w'\w/i.test(text))
    expect(wrong).toEqual([])
  })
})

describe('the screens', () => {
  it('take their words from the catalogue: none stands between tags', () => {
    const output = execFileSync(
      join(ROOT, 'node_modules/.bin/biome'),
      ['lint', '--only=style/noJsxLiterals', '--reporter=json', '--max-diagnostics=none', 'renderer'],
      { cwd: ROOT, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] },
    )
    const { diagnostics } = JSON.parse(output) as {
      diagnostics: {
        location: { path: string; start: { line: number; column: number }; end: { line: number; column: number } }
      }[]
    }
    const literals = diagnostics.map(({ location: { path, start, end } }) => {
      const lines = readFileSync(join(ROOT, path), 'utf8')
        .split('\n')
        .slice(start.line - 1, end.line)
      if (start.line === end.line) return `${path}:${start.line} ${(lines[0] ?? '').slice(start.column - 1, end.column - 1)}`
      return `${path}:${start.line} ${lines.join(' ')}`
    })
    expect(literals.filter((literal) => !literal.includes('.test.tsx:') && /\s.*\p{L}/u.test(literal))).toEqual([])
  })

  it('take their labels from the catalogue: none stands in an attribute', () => {
    const ATTRIBUTE = /\b(?:aria-label|aria-description|title|placeholder|alt|label|hint|note|content)="[^"]*\p{L}[^"]*"/gu
    const literals = page
      .filter(({ path }) => path.endsWith('.tsx'))
      .flatMap(({ path, text }) => [...text.matchAll(ATTRIBUTE)].map((match) => `${path}: ${match[0]}`))
    expect(literals).toEqual([])
  })
})
