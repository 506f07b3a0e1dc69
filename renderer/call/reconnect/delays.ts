/** Waits before the attempts to come back, in ms; the last one is repeated. */
const DELAYS = [0, 500, 1_000, 2_000] as const
const LONGEST = 2_000

/** The wait before attempt `attempt` (from 0), in ms. */
export const reconnectDelay = (attempt: number): number => DELAYS[attempt] ?? LONGEST
