/** Who of those in the lobby is news: pure. */
import type { WaitingPerson } from '#shared/contract/moderation.ts'

export interface Knocks {
  /** Everybody whose wait has been told of, by its id. */
  told: ReadonlySet<string>
  /** Of these, whom the toast still speaks of. */
  shown: readonly string[]
}

export const noKnocks: Knocks = { told: new Set(), shown: [] }

/** After the lobby has changed. Whoever is no longer in it is forgotten; `news` where somebody has come. */
export const followKnocks = ({ told, shown }: Knocks, waiting: readonly WaitingPerson[]): Knocks & { news: boolean } => {
  const ids = waiting.map(({ id }) => id)
  const come = ids.filter((id) => !told.has(id))
  return { told: new Set(ids), shown: [...shown.filter((id) => ids.includes(id)), ...come], news: come.length > 0 }
}

/** The toast has been there long enough, or was put away. */
export const hideKnocks = ({ told }: Knocks): Knocks => ({ told, shown: [] })
