import { chmodSync, mkdtempSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { parseValue, type Value } from 'native-reg'
import simplePlist from 'simple-plist'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { DEFAULTS_KEY, POLICY_KEY } from '#shared/managed-policy/places.ts'
import type { ResolvedPolicies } from '#shared/managed-policy/resolve-policies.ts'
import { createLog } from '../diagnostics/log.ts'
import { AGENT_KEYS } from '../virtual-desktop.ts'
import { isRootsOwn, LinuxPolicies } from './linux-policies.ts'
import { MacosPolicies } from './macos-policies.ts'
import { ManagedPolicies } from './managed-policies.ts'
import type { PolicyPlaces } from './policy-places.ts'
import { readPropertyListFile } from './property-list-file.ts'
import { type RegistryKey, WindowsPolicies } from './windows-policies.ts'
import { WindowsRegistry } from './windows-registry.ts'

const ABSENT = { state: 'absent' }

describe('on Linux', () => {
  let folder: string
  let file: string
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'parley-policy-'))
    file = join(folder, 'policy.json')
  })
  afterEach(() => rmSync(folder, { recursive: true }))

  const read = (isTrusted: typeof isRootsOwn = () => true) => new LinuxPolicies({ machinePolicy: file }, isTrusted).read()

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
      places: {
        read: () => ({ machinePolicy: machine, userPolicy: { state: 'absent' }, installDefault: { state: 'absent' } }),
        folders: [],
      },
      platform: 'linux',
      userSettings: () => ({ Language: 'de' }),
      log: createLog((line) => lines.push(line)),
    })
    policies.onChange((resolved) => changes.push(resolved))
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

  test('what holds only after a restart is named until it is as it was', () => {
    const { policies, set } = start()
    set({ state: 'read', values: { AllowCamera: true, HardwareAcceleration: false, ProxyMode: 'direct' } })
    policies.refresh()
    expect(policies.awaitingRestart).toEqual(['ProxyMode', 'HardwareAcceleration'])
    set({ state: 'absent' })
    policies.refresh()
    expect(policies.awaitingRestart).toEqual([])
    policies.close()
  })

  test('the report says what was set by whom, and no address', () => {
    const { policies, set } = start()
    set({
      state: 'read',
      values: { AllowCamera: 'no', ServerUrl: 'https://meet.example.org', AllowedServers: [], UpdateChannel: 'beta' },
    })
    policies.refresh()
    const { places, policies: reported, findings } = policies.report
    expect(places.map(({ source, state }) => `${source} ${state}`)).toEqual([
      'machinePolicy read',
      'userPolicy absent',
      'userSetting read',
      'installDefault absent',
    ])
    expect(reported).toEqual([
      { name: 'ServerUrl', value: 'empty', setBy: 'machinePolicy', locked: true },
      { name: 'AllowedServers', value: 'empty', setBy: 'machinePolicy', locked: false },
      { name: 'UpdateChannel', value: 'beta', setBy: 'machinePolicy', locked: false },
      { name: 'AllowCamera', value: false, setBy: 'machinePolicy', locked: false },
      { name: 'Language', value: 'de', setBy: 'userSetting', locked: false },
    ])
    expect(findings.map(({ problem }) => problem)).toEqual(['valueUnusable', 'serverNotAllowed'])
    expect(JSON.stringify(policies.report)).not.toContain('example')
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

describe('a file that changes', () => {
  let folder: string
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'parley-policy-'))
  })
  afterEach(() => rmSync(folder, { recursive: true }))

  const follow = (file: string): { policies: ManagedPolicies; camera: () => boolean } => {
    const policies = new ManagedPolicies({
      places: new LinuxPolicies({ machinePolicy: file }, () => true),
      platform: 'linux',
      userSettings: () => ({}),
      log: createLog(() => undefined),
    })
    policies.watch()
    return { policies, camera: () => policies.values.AllowCamera }
  }

  test('is noticed at once, written anew or put in the place of the other', async () => {
    const file = join(folder, 'policy.json')
    const { policies, camera } = follow(file)
    writeFileSync(file, '{"AllowCamera": false}')
    await expect.poll(camera, { timeout: 10_000 }).toBe(false)
    writeFileSync(`${file}.new`, '{}')
    renameSync(`${file}.new`, file)
    await expect.poll(camera, { timeout: 10_000 }).toBe(true)
    policies.close()
  })

  test('in a folder that is not there is nothing to stumble over', () => {
    const { policies, camera } = follow(join(folder, 'missing', 'policy.json'))
    expect(camera()).toBe(true)
    policies.close()
  })
})

describe('the registry as native-reg gives it', () => {
  const numbered = (value: number): Value => {
    const bytes = Buffer.alloc(4)
    bytes.writeUInt32LE(value)
    return Object.assign(bytes, { type: 4 })
  }
  const ofType = (type: number, content: string): Value => Object.assign(Buffer.from(content, 'utf16le'), { type })

  test('numbers and texts are values, all else is unknown; keys are closed', () => {
    const values: Record<string, Value> = { AllowCamera: numbered(0), Language: ofType(1, 'de\0'), Binary: ofType(3, 'x') }
    const open = new Set<number>()
    const registry = new WindowsRegistry(() => ({
      openKey: (hive, path, access) => {
        expect([hive, access]).toEqual([0x8000_0002, 0x2_0119])
        if (path !== POLICY_KEY) return null
        open.add(hive)
        return hive
      },
      closeKey: (key) => void open.delete(Number(key)),
      enumKeyNames: () => ['AllowedServers'],
      enumValueNames: () => Object.keys(values),
      queryValueRaw: (_key, name) => values[String(name)] ?? null,
      parseValue,
    }))
    expect(registry.readKey('HKEY_LOCAL_MACHINE', POLICY_KEY)).toEqual({
      values: { AllowCamera: 0, Language: 'de', Binary: undefined },
      subkeys: ['AllowedServers'],
    })
    expect(open).toEqual(new Set())
    expect(registry.readKey('HKEY_LOCAL_MACHINE', 'Software\\Other')).toBeUndefined()
    expect(registry.agentKeys()).toEqual([])
  })

  test('where it can not be loaded, nothing is taken for absent', () => {
    const registry = new WindowsRegistry(() => {
      throw new Error('no prebuilt program for this computer')
    })
    expect(new WindowsPolicies(registry).read().machinePolicy).toEqual({ state: 'unusable', reason: 'unreadable' })
    expect(registry.agentKeys()).toEqual(AGENT_KEYS)
  })
})

describe('a property list', () => {
  let file: string
  beforeEach(() => {
    file = join(mkdtempSync(join(tmpdir(), 'parley-policy-')), 'app.plist')
  })
  afterEach(() => rmSync(dirname(file), { recursive: true }))

  test.each([
    ['XML', (content: object) => simplePlist.stringify(content as never)],
    ['binary', (content: object) => simplePlist.bplistCreator(content as never)],
  ])('in %s is read', (_kind, write) => {
    writeFileSync(file, write({ AllowCamera: false, AllowedServers: ['https://meet.example.org'] }))
    expect(readPropertyListFile(file)).toEqual({ AllowCamera: false, AllowedServers: ['https://meet.example.org'] })
  })

  test('without anything is read', () => {
    writeFileSync(file, '<?xml version="1.0"?><plist version="1.0"><dict/></plist>\n')
    expect(readPropertyListFile(file)).toEqual({})
  })

  test('in XML can not be read where its end is missing, wherever it was cut', () => {
    const whole = simplePlist.stringify({ AllowCamera: false, AllowedServers: ['https://meet.example.org'] } as never).trim()
    for (let length = 0; length < whole.length; length++) {
      writeFileSync(file, whole.slice(0, length))
      expect(() => readPropertyListFile(file), whole.slice(0, length)).toThrow()
    }
    writeFileSync(file, whole.replace('</dict>', ''))
    expect(() => readPropertyListFile(file)).toThrow()
  })

  test('that is not there is undefined; one that is none throws', () => {
    expect(readPropertyListFile(file)).toBeUndefined()
    writeFileSync(file, 'AllowCamera = no')
    expect(() => readPropertyListFile(file)).toThrow()
  })
})
