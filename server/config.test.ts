import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { readConfig } from './config.ts'

describe('readConfig', () => {
  test('serves loopback with sample people by default', () => {
    expect(readConfig({})).toMatchObject({ host: '127.0.0.1', port: 8473, mediaPort: 8474, samplePeople: true, extraOrigins: [] })
  })

  test('keeps data in the folder that the system gives to programs', () => {
    expect(readConfig({ XDG_DATA_HOME: '/data', LOCALAPPDATA: '/data' }).dataDir).toMatch(/parley.service$/)
  })

  test('has no sample people where others can reach it', () => {
    expect(readConfig({ PARLEY_HOST: '192.0.2.1' }).samplePeople).toBe(false)
  })

  test('brings its own identity provider along where nobody else can reach it', () => {
    expect(readConfig({})).toMatchObject({ devIdp: { port: 8472 }, providers: [] })
    expect(readConfig({ PARLEY_DEV_IDP_PORT: '0' }).devIdp).toEqual({ port: 0 })
    expect(readConfig({ PARLEY_DEV_IDP: 'off' }).devIdp).toBeUndefined()
    expect(readConfig({ PARLEY_HOST: '192.0.2.1' }).devIdp).toBeUndefined()
  })

  test('with identity providers of its own it has neither sample people nor the embedded provider', () => {
    const file = join(mkdtempSync(join(tmpdir(), 'parley-config-')), 'identity.json')
    const provider = { organisation: { name: 'Northwind' }, issuer: 'https://id.example.org', clientId: 'parley' }
    writeFileSync(file, JSON.stringify({ providers: [provider] }))
    expect(readConfig({ PARLEY_IDENTITY: file })).toMatchObject({
      providers: [{ issuer: 'https://id.example.org' }],
      devIdp: undefined,
      samplePeople: false,
    })
    writeFileSync(file, JSON.stringify({ providers: [{ ...provider, issuer: 'http://id.example.org' }] }))
    expect(() => readConfig({ PARLEY_IDENTITY: file })).toThrow('identity.json) providers[0].issuer: must be')
    writeFileSync(file, '')
    expect(() => readConfig({ PARLEY_IDENTITY: file })).toThrow('is not JSON')
    expect(() => readConfig({ PARLEY_IDENTITY: file, PARLEY_DEV_IDP: 'on' })).toThrow('PARLEY_DEV_IDP must be "off"')
  })

  test('reads which clients are too old', () => {
    expect(readConfig({}).limits.minimumClientVersion).toBeUndefined()
    expect(readConfig({ PARLEY_MINIMUM_CLIENT_VERSION: '1.4.0' }).limits.minimumClientVersion).toBe('1.4.0')
    expect(() => readConfig({ PARLEY_MINIMUM_CLIENT_VERSION: '1.4' })).toThrow('must be a version')
  })

  test('reads where the organisation hosts its moderation', () => {
    expect(readConfig({}).moderation).toBeUndefined()
    const file = join(mkdtempSync(join(tmpdir(), 'parley-config-')), 'moderation.json')
    writeFileSync(file, JSON.stringify({ endpoint: 'https://moderation.example.org/v1/moderations' }))
    expect(readConfig({ PARLEY_MODERATION: file }).moderation).toMatchObject({
      endpoint: 'https://moderation.example.org/v1/moderations',
      categories: { harassment: 'insult' },
    })
    writeFileSync(file, JSON.stringify({ endpoint: 'http://moderation.example.org/' }))
    expect(() => readConfig({ PARLEY_MODERATION: file })).toThrow('moderation.json) endpoint: must be an https address')
  })

  test('reads certificate and key', () => {
    const folder = mkdtempSync(join(tmpdir(), 'parley-config-'))
    for (const name of ['cert', 'key']) writeFileSync(join(folder, name), name)
    const env = { PARLEY_TLS_CERT: join(folder, 'cert'), PARLEY_TLS_KEY: join(folder, 'key') }
    expect(readConfig(env).tls).toEqual({ certificate: 'cert', key: 'key' })
  })

  test('takes an empty variable for an absent one', () => {
    expect(readConfig({ PARLEY_PORT: '' }).port).toBe(8473)
  })

  test.each([
    [{ PARLEY_PORT: '65536' }, 'PARLEY_PORT must be a port from 0 to 65535'],
    [{ PARLEY_PORT: '1e3' }, 'PARLEY_PORT must be a port from 0 to 65535'],
    [{ PARLEY_MEDIA_PORT: '-1' }, 'PARLEY_MEDIA_PORT must be'],
    [{ PARLEY_WORKERS: '0' }, 'PARLEY_WORKERS must be a number from 1 to 128'],
    [{ PARLEY_HOST: 'meet.example.org' }, 'PARLEY_HOST must be an IP address'],
    [{ PARLEY_PUBLIC_ORIGIN: 'https://meet.example.org/' }, 'PARLEY_PUBLIC_ORIGIN must be an origin'],
    [{ PARLEY_PUBLIC_ORIGIN: 'javascript:alert(1)' }, 'PARLEY_PUBLIC_ORIGIN must be an origin'],
    [{ PARLEY_ANNOUNCED_ADDRESS: 'a b' }, 'PARLEY_ANNOUNCED_ADDRESS must be'],
    [{ PARLEY_HOST: '0.0.0.0' }, 'PARLEY_ANNOUNCED_ADDRESS is needed'],
    [{ PARLEY_TLS_CERT: '/cert' }, 'PARLEY_TLS_KEY is missing'],
    [{ PARLEY_TLS_KEY: '/key' }, 'PARLEY_TLS_CERT is missing'],
    [{ PARLEY_TLS_CERT: '/nowhere/cert', PARLEY_TLS_KEY: '/nowhere/key' }, "PARLEY_TLS_CERT names a file that can't be read"],
    [{ PARLEY_HOST: '192.0.2.1', PARLEY_SAMPLE_PEOPLE: 'on' }, 'PARLEY_SAMPLE_PEOPLE must be "off"'],
    [{ PARLEY_HOST: '192.0.2.1', PARLEY_DEV_IDP: 'on' }, 'PARLEY_DEV_IDP must be "off"'],
    [{ PARLEY_DEV_IDP_PORT: '70000' }, 'PARLEY_DEV_IDP_PORT must be a port'],
    [{ PARLEY_IDENTITY: '/nowhere/identity.json' }, "PARLEY_IDENTITY names a file that can't be read"],
    [{ PARLEY_MODERATION: '/nowhere/moderation.json' }, "PARLEY_MODERATION names a file that can't be read"],
    [{ PARLEY_SAMPLE_PEOPLE: 'yes' }, 'PARLEY_SAMPLE_PEOPLE must be "on" or "off"'],
    [{ PARLEY_HOST: '192.0.2.1', PARLEY_EXTRA_ORIGINS: 'https://a.example' }, 'PARLEY_EXTRA_ORIGINS is for tests'],
    [{ PARLEY_EXTRA_ORIGINS: 'https://a.example,*' }, 'PARLEY_EXTRA_ORIGINS must be origins'],
    [{ PARLEY_LOG_LEVEL: 'loud' }, 'PARLEY_LOG_LEVEL must be one of'],
  ])('refuses %o', (env, message) => {
    expect(() => readConfig(env)).toThrow(message)
  })
})
