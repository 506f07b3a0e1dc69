import { expect, test } from 'vitest'
import { proxyOf } from './proxy.ts'

const where = { ProxyServer: 'socks5://proxy.example.org:1080', ProxyPac: 'https://proxy.example.org/x.pac' }

test.each([
  ['system', { mode: 'system' }],
  ['direct', { mode: 'direct' }],
  ['fixed', { mode: 'fixed_servers', proxyRules: 'socks5://proxy.example.org:1080' }],
  ['pac', { mode: 'pac_script', pacScript: 'https://proxy.example.org/x.pac' }],
] as const)('%s', (ProxyMode, config) => expect(proxyOf({ ProxyMode, ...where })).toEqual(config))
