import { chmodSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { DEFAULTS_KEY, POLICY_KEY } from '#shared/managed-policy/places.ts'
import type { ResolvedPolicies } from '#shared/managed-policy/resolve-policies.ts'
import { createLog } from '../diagnostics/log.ts'
import { isRootsOwn, LinuxPolicies } from './linux-policies.ts'
import { MacosPolicies } from './macos-policies.ts'
import { ManagedPolicies } from './managed-policies.ts'
import type { PolicyPlaces } from './policy-places.ts'
import { type RegistryKey, WindowsPolicies } from './windows-policies.ts'

const ABSENT = { state: 'absent' }

describe('on Linux', () => {
  let folder: string
  let file: string
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'parley-policy-'))
    file = join(folder, 'policy.json')
  })
  afterEach(() => rmSync(folder, { recursive: true }))

  const read = (isTrusted: typeof isRootsOwn = () => true) => new LinuxPolicies(file, isTrusted).read()

  test('a file says what the machine policy is, and nothing else', () => {
    writeFileSync(file, '{"AllowCamera": false}')
    expect(read()).toEqual({
      machinePolicy: { state: 'read', values: { AllowCamera: false } },
      userPolicy: ABSENT,
      installDefault: ABSENT,
    })
  })

  test('no file is no policy', () => expect(read().machinePolicy).toEqual(ABSENT))

  test.each(['', '{', '[]', 'null', '1', '{"AllowCamera": false'])('%j can not be used', (content) => {
    writeFileSync(file, content)
    expect(read().machinePolicy).toEqual({ state: 'unusable', reason: 'malformed' })
  })

  test('a file beyond all measure can not be used', () => {
    writeFileSync(file, `{"x": "${'x'.repeat(1024 * 1024)}"}`)
    expect(read().machinePolicy).toEqual({ state: 'unusable', reason: 'malformed' })
  })

  test('a link leads nowhere', () => {
    writeFileSync(join(folder, 'other.json'), '{}')
    symlinkSync(join(folder, 'other.json'), file)
    expect(read().machinePolicy).toEqual({ state: 'unusable', reason: 'untrusted' })
  })

  test('a file that others can write is not trusted', () => {
    writeFileSync(file, '{"AllowCamera": true}')
    chmodSync(file, 0o666)
    expect(read(isRootsOwn).machinePolicy).toEqual({ state: 'unusable', reason: 'untrusted' })
  })

  test.each([
    [0, 0o100644, true],
    [0, 0o100600, true],
    [0, 0o100664, false],
    [0, 0o100646, false],
    [0, 0o100666, false],
    [1000, 0o100644, false],
  ])('owned by %i with mode %o: %s', (uid, mode, trusted) => expect(isRootsOwn({ uid, mode, isFile: () => true })).toBe(trusted))

  test('what is no file is not trusted', () => expect(isRootsOwn({ uid: 0, mode: 0o644, isFile: () => false })).toBe(false))
})

describe('on Windows', () => {
  const places = (keys: Record<string, Partial<RegistryKey> | Error>) =>
    new WindowsPolicies({
      readKey: (hive, path) => {
        const key = keys[`${hive}\\${path}`]
        if (key instanceof Error) throw key
        return key === undefined ? undefined : { values: {}, subkeys: [], ...key }
      },
    }).read()

  test('each place is read by itself', () =>
    expect(
      places({
        [`HKEY_LOCAL_MACHINE\\${POLICY_KEY}`]: { values: { AllowCamera: 0 } },
        [`HKEY_CURRENT_USER\\${POLICY_KEY}`]: { values: { Language: 'de' } },
        [`HKEY_LOCAL_MACHINE\\${DEFAULTS_KEY}`]: { values: { ServerUrl: 'https://meet.example.org' } },
      }),
    ).toEqual({
      machinePolicy: { state: 'read', values: { AllowCamera: 0 } },
      userPolicy: { state: 'read', values: { Language: 'de' } },
      installDefault: { state: 'read', values: { ServerUrl: 'https://meet.example.org' } },
    }))

  test('no keys are no policy', () =>
    expect(places({})).toEqual({ machinePolicy: ABSENT, userPolicy: ABSENT, installDefault: ABSENT }))

  test('a list is a subkey, in the order of its numbers; other subkeys are nothing', () =>
    expect(
      places({
        [`HKEY_LOCAL_MACHINE\\${POLICY_KEY}`]: { subkeys: ['AllowedServers', 'Other'] },
        [`HKEY_LOCAL_MACHINE\\${POLICY_KEY}\\AllowedServers`]: { values: { 10: 'c', 2: 'b', 1: 'a' } },
      }).machinePolicy,
    ).toEqual({ state: 'read', values: { AllowedServers: ['a', 'b', 'c'] } }))

  test('a key that can not be read is not an absent one', () =>
    expect(places({ [`HKEY_LOCAL_MACHINE\\${POLICY_KEY}`]: new Error('access denied') }).machinePolicy).toEqual({
      state: 'unusable',
      reason: 'unreadable',
    }))
})

describe('on macOS', () => {
  const MACHINE = '/Library/Managed Preferences/app.parley.desktop.plist'
  const USER = '/Library/Managed Preferences/ada/app.parley.desktop.plist'
  const places = (files: Record<string, unknown>) =>
    new MacosPolicies(
      (path) => {
        if (files[path] instanceof Error) throw files[path]
        return files[path]
      },
      { bundleId: 'app.parley.desktop', user: 'ada' },
    ).read()

  test('machine and user have a file each, without what the system writes into it', () =>
    expect(places({ [MACHINE]: { AllowCamera: false, PayloadUUID: 'x' }, [USER]: { Language: 'de' } })).toEqual({
      machinePolicy: { state: 'read', values: { AllowCamera: false } },
      userPolicy: { state: 'read', values: { Language: 'de' } },
      installDefault: ABSENT,
    }))

  test.each([
    [new Error('no property list'), 'unreadable'],
    [['AllowCamera'], 'malformed'],
    ['AllowCamera', 'malformed'],
  ])('%j can not be used', (content, reason) =>
    expect(places({ [MACHINE]: content }).machinePolicy).toEqual({ state: 'unusable', reason }),
  )
})

describe('while the program runs', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  const start = () => {
    const lines: string[] = []
    const changes: ResolvedPolicies[] = []
    let machine: ReturnType<PolicyPlaces['read']>['machinePolicy'] = { state: 'read', values: { AllowCamera: false } }
    const policies = new ManagedPolicies({
      places: { read: () => ({ machinePolicy: machine, userPolicy: { state: 'absent' }, installDefault: { state: 'absent' } }) },
      platform: 'linux',
      userSettings: () => ({ Language: 'de' }),
      onChange: (resolved) => changes.push(resolved),
      log: createLog((line) => lines.push(line)),
    })
    policies.watch()
    const set = (reading: typeof machine): void => {
      machine = reading
    }
    return { policies, set, changes, lines }
  }

  test('a change is noticed and told once', () => {
    const { policies, set, changes } = start()
    expect(policies.current.values).toMatchObject({ AllowCamera: false, Language: 'de' })
    vi.advanceTimersByTime(120_000)
    expect(changes).toEqual([])
    set({ state: 'read', values: { Language: 'en' } })
    vi.advanceTimersByTime(120_000)
    expect(changes).toEqual([policies.current])
    expect(policies.current.values).toMatchObject({ AllowCamera: true, Language: 'en' })
    expect(policies.current.origins.Language).toEqual({ setBy: 'machinePolicy', locked: true })
    policies.close()
  })

  test('a file that breaks opens nothing, and is logged once', () => {
    const { policies, set, lines } = start()
    set({ state: 'unusable', reason: 'malformed' })
    vi.advanceTimersByTime(120_000)
    expect(policies.current.values).toMatchObject({ AllowCamera: false, AllowScreenShare: false, AllowedServers: [] })
    expect(lines).toHaveLength(1)
    expect(lines[0]).toContain('policy.sourceUnusable')
    policies.close()
  })

  test('nothing is looked at once it is closed', () => {
    const { policies, set, changes } = start()
    policies.close()
    set({ state: 'absent' })
    vi.advanceTimersByTime(120_000)
    expect(changes).toEqual([])
  })
})
