import { describe, expect, test } from 'vitest'
import { AGENT_KEYS, type VirtualDesktopFacts, virtualDesktopOf } from './virtual-desktop.ts'

const on = (os: VirtualDesktopFacts['os'], env: VirtualDesktopFacts['env'] = {}, registryKeys: readonly string[] = []) =>
  virtualDesktopOf({ os, env, registryKeys })

const [AZURE = '', CITRIX = '', VMWARE = '', HORIZON = ''] = AGENT_KEYS

describe('on Windows', () => {
  test.each([
    [undefined, [], undefined],
    ['Console', [], undefined],
    ['console', [], undefined],
    ['RDP-Tcp#12', [], 'remoteDesktop'],
    ['rdp-tcp#0', [], 'remoteDesktop'],
    ['RDP-Sxs230317500#3', [], 'azureVirtualDesktop'],
    ['RDP-Tcp#12', [AZURE], 'azureVirtualDesktop'],
    ['ICA-tcp#1', [], 'citrix'],
    ['ICA-CGP 2', [], 'citrix'],
    ['ICA-tcp#1', [AZURE], 'citrix'],
    ['31C5CE94259D4006A9E4#0', [], 'other'],
    ['', [], 'other'],
    ['Services', [], 'other'],
    ['Console', [CITRIX], 'citrix'],
    ['Console', [VMWARE], 'vmware'],
    ['Console', [HORIZON], 'vmware'],
    ['Console', [AZURE.toUpperCase()], 'azureVirtualDesktop'],
    ['Console', ['SOFTWARE\\Microsoft\\Windows'], undefined],
  ] as const)('in the session %j with %j: %s', (SESSIONNAME, keys, kind) =>
    expect(on('windows', { SESSIONNAME }, keys)).toBe(kind),
  )

  test.each(['ViewClient_Type', 'VIEWCLIENT_IP_ADDRESS'])('with %s in the environment', (name) =>
    expect(on('windows', { SESSIONNAME: 'Console', [name]: 'x' })).toBe('vmware'),
  )
})

test.each([
  [{}, undefined],
  [{ XRDP_SESSION: '1' }, 'remoteDesktop'],
  [{ ViewClient_Type: 'Linux' }, 'vmware'],
  [{ SESSIONNAME: 'RDP-Tcp#1' }, undefined],
] as const)('on Linux with %j: %s', (env, kind) => expect(on('linux', env)).toBe(kind))

test.each(['macos', 'other'] as const)('on %s nothing tells', (os) =>
  expect(on(os, { SESSIONNAME: 'RDP-Tcp#1', ViewClient_Type: 'x' }, AGENT_KEYS)).toBeUndefined(),
)
