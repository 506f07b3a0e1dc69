import type { ProxyConfig } from 'electron'
import type { PolicyValues } from '#shared/managed-policy/policies.ts'

/**
 * How the session of the page and of the main process's own requests reaches the network. Media go over UDP or TCP of their own and
 * take no proxy.
 */
export const proxyOf = ({
  ProxyMode,
  ProxyServer,
  ProxyPac,
}: Pick<PolicyValues, 'ProxyMode' | 'ProxyServer' | 'ProxyPac'>): ProxyConfig => {
  switch (ProxyMode) {
    case 'system':
      return { mode: 'system' }
    case 'direct':
      return { mode: 'direct' }
    case 'fixed':
      return { mode: 'fixed_servers', proxyRules: ProxyServer }
    case 'pac':
      return { mode: 'pac_script', pacScript: ProxyPac }
  }
}
