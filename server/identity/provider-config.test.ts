import { describe, expect, test } from 'vitest'
import { administratorsOf, organisationsOf, parseProviders, trustedBy } from './provider-config.ts'

const provider = { organisation: { name: 'Northwind' }, issuer: 'https://id.example.org', clientId: 'parley' }
const parse = (...providers: object[]) => parseProviders(JSON.stringify({ providers }))

describe('parseProviders', () => {
  test('fills in what is usual', () => {
    expect(parse(provider)).toEqual([
      {
        ...provider,
        scope: 'openid profile email',
        domains: [],
        claims: { id: ['sub'], name: ['name', 'preferred_username'], email: ['email'], groups: [] },
      },
    ])
  })

  test('takes several tenants, a second factor and loopback', () => {
    const full = {
      ...provider,
      issuer: 'http://127.0.0.1:8472',
      organisation: { claim: 'tid', organisations: { t1: { id: 'northwind', name: 'Northwind' } } },
      secondFactor: { required: true, provenBy: [{ claim: 'amr', any: ['otp'] }], ask: { acr_values: 'mfa' } },
    }
    expect(parse(full)[0]?.secondFactor).toEqual({ ...full.secondFactor, maxAge: 900, time: ['auth_time'] })
  })

  const proven = { provenBy: [{ claim: 'amr', any: ['mfa'] }], ask: {} }
  test.each<[string, object[], string]>([
    ['no provider', [], 'providers:'],
    ['an issuer without TLS', [{ ...provider, issuer: 'http://id.example.org' }], 'providers[0].issuer: must be an https'],
    ['an issuer with a query', [{ ...provider, issuer: 'https://id.example.org/?a=1' }], 'providers[0].issuer'],
    ['an issuer with a password', [{ ...provider, issuer: 'https://a:b@id.example.org' }], 'providers[0].issuer'],
    [
      'a long issuer as an id',
      [{ ...provider, issuer: `https://id.example.org/${'a'.repeat(110)}` }],
      'providers[0].organisation.id',
    ],
    ['an odd issuer as an id', [{ ...provider, issuer: 'https://id.example.org/~one' }], 'providers[0].organisation.id'],
    ['a field that there is none of', [{ ...provider, secret: 'x' }], 'providers[0]'],
    ['a scope without openid', [{ ...provider, scope: 'profile' }], 'providers[0].scope: must hold openid'],
    ['a row without values', [{ ...provider, secondFactor: { provenBy: [{ claim: 'amr' }], ask: {} } }], '.provenBy[0]'],
    ['no row at all', [{ ...provider, secondFactor: { provenBy: [], ask: {} } }], 'providers[0].secondFactor.provenBy'],
    [
      'a parameter that is the client’s',
      [{ ...provider, secondFactor: { ...proven, ask: { redirect_uri: 'https://evil.example' } } }],
      'providers[0].secondFactor.ask.redirect_uri',
    ],
    ['several without domains', [provider, { ...provider, clientId: 'b', domains: ['b.example'] }], 'providers[0].domains'],
    [
      'a domain of two',
      [
        { ...provider, domains: ['a.example'] },
        { ...provider, clientId: 'b', domains: ['A.example'] },
      ],
      'must not send a.example to two',
    ],
    [
      'one twice',
      [
        { ...provider, domains: ['a.example'] },
        { ...provider, domains: ['b.example'] },
      ],
      'twice',
    ],
  ])('refuses %s and names the place', (_what, providers, message) => {
    expect(() => parse(...providers)).toThrow(message)
  })

  test('names who administers an organisation from the start, and who trusts whom', () => {
    const several = {
      ...provider,
      organisation: {
        claim: 'tid',
        organisations: {
          a: { id: 'north', name: 'Northwind', administrators: ['Ada@Northwind.example'], trusts: ['con'] },
          b: { id: 'con', name: 'Contrail' },
        },
      },
    }
    const providers = parse(several)
    expect(administratorsOf(providers, 'north')).toEqual(['ada@northwind.example'])
    expect(administratorsOf(providers, 'con')).toEqual([])
    expect(administratorsOf(providers, 'nobody')).toEqual([])
    expect(trustedBy(providers, 'north')).toEqual(['con'])
    expect(organisationsOf(providers, 'con').map(({ name }) => name)).toEqual(['Contrail'])
    const single = parse({ ...provider, organisation: { name: 'Northwind', administrators: ['ada@northwind.example'] } })
    expect(administratorsOf(single, provider.issuer)).toEqual(['ada@northwind.example'])
    expect(() => parse({ ...provider, organisation: { name: 'Northwind', administrators: ['ada'] } })).toThrow(
      'providers[0].organisation',
    )
  })

  test('refuses what is no JSON', () => {
    expect(() => parseProviders('{')).toThrow('is not JSON')
  })
})
