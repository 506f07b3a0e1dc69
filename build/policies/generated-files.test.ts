// @vitest-environment jsdom
/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { POLICY_NAMES, policyOf } from '#shared/managed-policy/policies.ts'
import { readValue } from '#shared/managed-policy/value.ts'
import { PROJECT_ROOT } from '../setup/paths.ts'
import { GENERATED_FOLDER, generatePolicyFiles } from './generated-files.ts'

const files = generatePolicyFiles()
const fileOf = (name: string): string => files.get(`${GENERATED_FOLDER}/${name}`) ?? ''

const parse = (xml: string): Document => {
  const document = new DOMParser().parseFromString(xml.replace(/<!DOCTYPE[^>]*>/, ''), 'application/xml')
  if (document.querySelector('parsererror') !== null) throw new Error('not well-formed')
  return document
}

const attributes = (document: Document, selector: string, name: string): string[] =>
  [...document.querySelectorAll(selector)].map((each) => each.getAttribute(name) ?? '')

test.each([...files])('%s is checked in as the table has it: else run "npm run policies"', (path, content) =>
  expect(readFileSync(join(PROJECT_ROOT, path), 'utf8')).toBe(content),
)

test('nothing else lies among what is generated', () => {
  const there = readdirSync(join(PROJECT_ROOT, GENERATED_FOLDER), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
  const generated = [...files.keys()].filter((path) => path.startsWith(GENERATED_FOLDER)).map((path) => join(PROJECT_ROOT, path))
  expect(there.toSorted()).toEqual(generated.toSorted())
})

describe('the templates for Group Policy', () => {
  const admx = parse(fileOf('parley.admx'))

  test('have every policy of Windows, once, for computer and user', () => {
    expect(attributes(admx, 'policies > policy', 'name')).toEqual(
      POLICY_NAMES.filter((name) => policyOf(name).platforms.includes('windows')),
    )
    expect(new Set(attributes(admx, 'policy', 'class'))).toEqual(new Set(['Both']))
    expect(new Set(attributes(admx, 'policy', 'key'))).toEqual(new Set(['Software\\Policies\\Parley\\Desktop']))
  })

  test('write each value where it is read', () => {
    for (const policy of admx.querySelectorAll('policy')) {
      const name = policy.getAttribute('name') ?? ''
      const list = policy.querySelector('list')
      const target = policy.querySelector('enum, text') ?? policy
      if (list === null) expect(target.getAttribute('valueName')).toBe(name)
      else expect(list.getAttribute('key')).toBe(`Software\\Policies\\Parley\\Desktop\\${name}`)
    }
  })

  test('refer to what there is', () => {
    const categories = attributes(admx, 'category', 'name')
    const supported = attributes(admx, 'definition', 'name')
    for (const ref of attributes(admx, 'parentCategory', 'ref')) expect(categories).toContain(ref)
    for (const ref of attributes(admx, 'policy > supportedOn', 'ref')) expect(supported).toContain(ref)
  })

  test.each(['en-US', 'de-DE'])('have all their words in %s, each once, and no others', (language) => {
    const adml = parse(fileOf(`${language}/parley.adml`))
    const wanted = (kind: string): string[] =>
      [
        ...new Set([...fileOf('parley.admx').matchAll(new RegExp(`\\$\\(${kind}\\.(\\w+)\\)`, 'g'))].map(([, id = '']) => id)),
      ].toSorted()
    expect(attributes(adml, 'stringTable > string', 'id').toSorted()).toEqual(wanted('string'))
    expect(attributes(adml, 'presentationTable > presentation', 'id').toSorted()).toEqual(wanted('presentation'))
    const elements = attributes(admx, 'elements > *', 'id').toSorted()
    expect(attributes(adml, 'presentation > *', 'refId').toSorted()).toEqual(elements)
  })
})

describe('the examples for macOS', () => {
  const own = POLICY_NAMES.filter((name) => policyOf(name).platforms.includes('macos'))
  const keysOf = (document: Document): string[] =>
    [...document.querySelectorAll('key')].map(({ textContent }) => textContent ?? '')

  test('name every policy', () => {
    expect(keysOf(parse(fileOf('app.parley.desktop.plist')))).toEqual(own)
    expect(keysOf(parse(fileOf('parley.mobileconfig'))).filter((key) => !key.startsWith('Payload'))).toEqual(own)
  })

  test('have identifiers of their own', () => {
    const uuids = fileOf('parley.mobileconfig').match(/[0-9A-F]{8}(?:-[0-9A-F]{4}){3}-[0-9A-F]{12}/g) ?? []
    expect(new Set(uuids).size).toBe(2)
  })
})

describe('the schema for Linux', () => {
  const schema = z.fromJSONSchema(JSON.parse(fileOf('policy.schema.json')))
  const example: unknown = JSON.parse(fileOf('policy.example.json'))

  test('accepts the example, all of whose values are used', () => {
    expect(schema.safeParse(example).success).toBe(true)
    for (const [name, value] of Object.entries(example as Record<string, unknown>)) {
      const policy = POLICY_NAMES.find((each) => each === name)
      expect(policy && readValue(policyOf(policy).allowed, value)).toEqual(value)
    }
  })

  test.each([{ AllowCamera: 'no' }, { Nonsense: true }, { ServerUrl: 'http://meet.example.org' }, { AutoUpdate: 'maybe' }, []])(
    'refuses %j',
    (content) => expect(schema.safeParse(content).success).toBe(false),
  )
})
