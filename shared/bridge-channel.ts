import type { BridgeEvent, BridgeVerb } from './desktop-bridge.ts'

/** The IPC channel of a verb or an event. Apart from the schemas, which the preload has no use for and would have to carry. */
export const bridgeChannel = (name: BridgeVerb | BridgeEvent): string => `parley:${name}`
