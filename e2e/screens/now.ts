/** When every screen is looked at: a morning on a working day. */
export const NOW = new Date('2026-05-12T09:41:00+02:00')
