import { describe, expect, test } from 'vitest'
import { type Claims, describePerson, organisationOf } from './claims.ts'
import { ProviderConfig } from './provider-config.ts'

const config = (more: object) =>
  ProviderConfig.parse({ organisation: { name: 'Northwind' }, issuer: 'https://id.example.org', clientId: 'parley', ...more })
const names = config({ claims: { id: ['oid', 'sub'], email: ['email', 'upn'] } }).claims

describe('describePerson', () => {
  test.each<[string, Claims, object]>([
    ['the first claim that is there', { oid: 'o', sub: 's', name: 'Ida' }, { subject: 'o', name: 'Ida' }],
    [
      'the next where it is not',
      { sub: 's', preferred_username: 'ida', upn: 'ida@a.example' },
      { subject: 's', name: 'ida', email: 'ida@a.example' },
    ],
    ['no address where it is none', { sub: 's', name: 'Ida', email: 'ida' }, { email: undefined }],
    ['the address for a name', { sub: 's', email: 'ida.berg@a.example' }, { name: 'ida.berg' }],
    ['nothing of another type', { sub: 7, name: ['Ida'] }, { subject: undefined, name: undefined }],
    ['nothing of every object', {}, { subject: undefined, name: undefined, email: undefined }],
    ['a name without what can’t be seen', { sub: 's', name: ' Ida\u202e \u0000 Berg ' }, { name: 'Ida Berg' }],
    ['a long name cut between characters', { sub: 's', name: `${'x'.repeat(59)}😀` }, { name: 'x'.repeat(59) }],
  ])('%s', (_what, claims, expected) => {
    expect(describePerson(claims, names)).toMatchObject(expected)
  })
})

test.each<[string, Claims, string[]]>([
  ['a list', { groups: ['sales', 'board'] }, ['board', 'sales']],
  ['a text', { groups: 'sales' }, ['sales']],
  ['several claims, each once', { groups: ['sales'], roles: ['board', 'sales'] }, ['board', 'sales']],
  ['none of another type', { groups: [7, null, { id: 'sales' }, ['x'], '', 'ok'] }, ['ok']],
  ['none that are too long', { groups: ['x'.repeat(201), 'y'.repeat(200)] }, ['y'.repeat(200)]],
  ['none of what is not named', { wids: ['sales'] }, []],
  ['none of every object', {}, []],
])('groups are %s', (_what, claims, groups) => {
  expect(describePerson(claims, config({ claims: { groups: ['groups', 'roles'] } }).claims).groups).toEqual(groups)
})

test('there are no more groups than there is room for, and none where the file names no claim', () => {
  const claims = { groups: Array.from({ length: 2_000 }, (_, at) => `g${at}`), constructor: ['x'] }
  expect(describePerson(claims, config({ claims: { groups: ['groups'] } }).claims).groups).toHaveLength(500)
  expect(describePerson(claims, names).groups).toEqual([])
  expect(describePerson({}, config({ claims: { groups: ['constructor', '__proto__'] } }).claims).groups).toEqual([])
})

test.each<[unknown, boolean]>([
  [false, true],
  ['false', true],
  [true, false],
  [undefined, false],
])('an address that the provider says is verified: %s', (email_verified, doubtful) => {
  const claims = { sub: 's', email: 'ida@a.example', email_verified }
  expect(describePerson(claims, names)).toMatchObject({ email: 'ida@a.example', emailDoubtful: doubtful })
})

test('the organisation is the one of the file, or the one that the claim names', () => {
  expect(organisationOf({}, config({}))).toEqual({ id: 'https://id.example.org', name: 'Northwind' })
  const several = config({ organisation: { claim: 'tid', organisations: { a: { id: 'north', name: 'Northwind' } } } })
  expect(organisationOf({ tid: 'a' }, several)).toEqual({ id: 'north', name: 'Northwind' })
  for (const tid of ['b', '__proto__', 'toString', undefined, ['a'], 7]) expect(organisationOf({ tid }, several)).toBeUndefined()
})
