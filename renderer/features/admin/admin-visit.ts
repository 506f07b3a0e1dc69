/**
 * A visit to the admin centre: the rules as they were loaded, the draft that the editors change, and where one is. Lives as long
 * as the person is signed in, so that a draft survives a meeting in between.
 */
import { createStore, type StoreApi } from 'zustand/vanilla'
import type { DirectoryPerson, RulesState } from '#shared/contract/admin.ts'
import type { Moderator } from '#shared/contract/chat.ts'
import { type ErrorCode, toParleyError } from '#shared/errors.ts'
import { type AdminRole, SECTIONS, type Section } from '#shared/policies/admin-roles.ts'
import { changedSections } from '#shared/policies/changes.ts'
import type { OrganisationRules } from '#shared/policies/rules.ts'
import type { ServiceClient } from '../../platform/platform.ts'
import type { AdminPlace } from './admin-place.ts'
import { type Choices, disputedIn, settle, type Versions } from './draft/reconcile.ts'

/** Somebody else saved while there were changes here. */
export interface Conflict extends Versions {
  saved: RulesState
  disputed: readonly Section[]
}

export interface Refusal {
  code: ErrorCode
  /** As in the section that one may not change. */
  detail?: string | undefined
}

export interface AdminState {
  /** `unknown` until the service has said. */
  role: AdminRole | 'none' | 'unknown'
  /** Who looks at messages, as the service is set; undefined where it does not say. */
  moderator: Moderator | undefined
  place: AdminPlace
  /** The rules as they are at the service, as far as this client knows. */
  saved: RulesState | undefined
  draft: OrganisationRules | undefined
  saving: boolean
  /** What loading, saving or undoing was refused with last. */
  refusal: Refusal | undefined
  conflict: Conflict | undefined
  /** What came of it last, to be announced. */
  outcome: 'saved' | 'imported' | 'undone' | undefined
  people: ReadonlyMap<string, DirectoryPerson>
}

/** Makes a call that may want a fresh second factor first. */
export type Confirmed = <T>(call: () => Promise<T>) => Promise<T>

/** As many as the service looks up at once. */
const LOOKUP = 200

export class AdminVisit {
  readonly store: StoreApi<AdminState>
  readonly #service: ServiceClient['admin']
  /** Asked for already, so that nobody is asked for twice. */
  readonly #asked = new Set<string>()

  constructor(service: ServiceClient['admin']) {
    this.#service = service
    this.store = createStore<AdminState>(() => ({
      role: 'unknown',
      moderator: undefined,
      place: { at: 'encryption' },
      saved: undefined,
      draft: undefined,
      saving: false,
      refusal: undefined,
      conflict: undefined,
      outcome: undefined,
      people: new Map(),
    }))
  }

  /** Learns the role. Where the service does not say, there is no admin centre. */
  async learnRole(): Promise<void> {
    try {
      const { role = 'none', moderator } = await this.#service.me()
      this.store.setState({ role, moderator })
    } catch {
      // What was known stays: without an answer nobody is shown more.
    }
  }

  /** Reads the rules. What was changed here stays; where somebody saved meanwhile, it is brought together with that. */
  async load(): Promise<void> {
    this.store.setState({ refusal: undefined })
    try {
      this.#take(await this.#service.getRules())
    } catch (error) {
      this.store.setState({ refusal: refusalOf(error) })
    }
  }

  go(place: AdminPlace): void {
    this.store.setState({ place, outcome: undefined, refusal: undefined })
  }

  edit(change: (draft: OrganisationRules) => OrganisationRules): void {
    const { draft } = this.store.getState()
    if (draft !== undefined) this.store.setState({ draft: change(draft), outcome: undefined })
  }

  /** Back to what is saved. */
  discard(): void {
    this.store.setState(({ saved }) => ({ draft: saved?.rules, refusal: undefined, outcome: undefined }))
  }

  /** Saves the draft. A conflict is left to be settled; everything else that keeps it from being saved is told in `refusal`. */
  async save(confirmed: Confirmed): Promise<void> {
    const { saved, draft } = this.store.getState()
    if (saved === undefined || draft === undefined) return
    const { revision } = saved
    await this.#change(() => confirmed(() => this.#service.saveRules({ revision, rules: draft, imported: false })), 'saved')
  }

  /** Saves the rules of a file as a whole. Resolves to false where the rules have changed since: they are loaded, nothing is saved. */
  async saveImported(rules: OrganisationRules, confirmed: Confirmed): Promise<boolean> {
    const { saved } = this.store.getState()
    if (saved === undefined) return false
    const { revision } = saved
    return await this.#change(() => confirmed(() => this.#service.saveRules({ revision, rules, imported: true })), 'imported')
  }

  async undo(confirmed: Confirmed): Promise<void> {
    const { saved } = this.store.getState()
    if (saved === undefined) return
    const { revision } = saved
    await this.#change(() => confirmed(() => this.#service.undoRules({ revision })), 'undone')
  }

  /** Goes on with what both changed, and with what was chosen where they changed the same. */
  settle(choices: Choices): void {
    const { conflict } = this.store.getState()
    if (conflict === undefined) return
    this.store.setState({
      saved: conflict.saved,
      draft: settle(conflict, choices),
      conflict: undefined,
      place: { at: 'review' },
      refusal: undefined,
    })
  }

  /** Looks up who these people are. Whom the service does not know stays unknown. */
  async learn(ids: readonly string[]): Promise<void> {
    const wanted = [...new Set(ids)].filter((id) => !this.#asked.has(id)).slice(0, LOOKUP)
    if (wanted.length === 0) return
    for (const id of wanted) this.#asked.add(id)
    try {
      this.remember(await this.#service.searchPeople({ query: '', ids: wanted }))
    } catch {
      for (const id of wanted) this.#asked.delete(id)
      return
    }
    await this.learn(ids)
  }

  /** Somebody who was found is known from then on. */
  remember(people: readonly DirectoryPerson[]): void {
    this.store.setState((before) => ({ people: new Map([...before.people, ...people.map((each) => [each.id, each] as const)]) }))
  }

  searchPeople(query: string): Promise<DirectoryPerson[]> {
    return this.#service.searchPeople({ query })
  }

  async #change(call: () => Promise<RulesState>, outcome: AdminState['outcome']): Promise<boolean> {
    this.store.setState({ saving: true, refusal: undefined, outcome: undefined })
    try {
      const state = await call()
      if (outcome === 'undone') this.#take(state)
      else this.store.setState({ saved: state, draft: state.rules })
      // What was saved is the first of the changes.
      this.store.setState({ outcome, place: { at: 'changes' } })
      return true
    } catch (error) {
      const refusal = refusalOf(error)
      if (refusal.code === 'RULES_CONFLICT') await this.load()
      // Whoever would rather not confirm knows that nothing was saved.
      else if (refusal.code !== 'SIGN_IN_CANCELLED') this.store.setState({ refusal })
      return false
    } finally {
      this.store.setState({ saving: false })
    }
  }

  /** Newer rules have come: without changes here they are simply shown. */
  #take(saved: RulesState): void {
    const { saved: before, draft } = this.store.getState()
    if (before === undefined || draft === undefined || changedSections(before.rules, draft).length === 0) {
      this.store.setState({ saved, draft: saved.rules, conflict: undefined })
      return
    }
    if (saved.revision === before.revision) return
    const versions: Versions = { base: before.rules, mine: draft, theirs: saved.rules }
    this.store.setState({ conflict: { ...versions, saved, disputed: disputedIn(versions) } })
  }
}

const refusalOf = (error: unknown): Refusal => {
  const { code, detail } = toParleyError(error)
  return { code, detail }
}

/** Whether these are words for a section: what a refusal says of itself. */
export const isSection = (detail: string | undefined): detail is Section =>
  (SECTIONS as readonly (string | undefined)[]).includes(detail)
