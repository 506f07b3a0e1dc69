import type { PowerMonitor } from 'electron'
import type { BridgeEventData } from '#shared/desktop-bridge.ts'

/** Tells when the computer goes to sleep, wakes, is locked, is unlocked. */
export const watchPower = (monitor: Pick<PowerMonitor, 'on'>, tell: (data: BridgeEventData<'power'>) => void): void => {
  monitor.on('suspend', () => tell({ event: 'suspend' }))
  monitor.on('resume', () => tell({ event: 'resume' }))
  monitor.on('lock-screen', () => tell({ event: 'lock' }))
  monitor.on('unlock-screen', () => tell({ event: 'unlock' }))
}
