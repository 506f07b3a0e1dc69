/**
 * Moves a person between the screens, and the call engine with them. Lives as long as the page; screens read it with
 * `useNavigation(selector)` and call its methods.
 */
import { createContext, useContext } from 'react'
import { useStore } from 'zustand'
import { createStore, type StoreApi } from 'zustand/vanilla'
import { isBusy, isInMeeting, needsIdentity, type Place, type Screen, screenOf } from './screen.ts'
import type { Services } from './services.ts'

export interface NavigationState {
  screen: Screen
  place: Place
  /** A link to another meeting was opened while the person is in one: they are asked. */
  proposedCode?: string | undefined
  /** The meeting that the present guest gave their name for. */
  guestCode?: string | undefined
  entering: boolean
  /** Open over the screen: the settings during a meeting, the form of a new one, the self-check. */
  dialog?: 'settings' | 'newMeeting' | 'diagnostics' | undefined
}

export class Navigation {
  readonly store: StoreApi<NavigationState>
  readonly #services: Services
  readonly #subscriptions: (() => void)[] = []
  /** Counts the moves: whoever waited for something goes on only where the person has not moved meanwhile. */
  #moves = 0

  constructor(services: Services) {
    this.#services = services
    const { platform, engine } = services
    const place: Place = { at: 'meetings' }
    this.store = createStore<NavigationState>(() => ({
      place,
      entering: false,
      screen: screenOf({ place, identity: platform.identity.current(), phase: engine.store.getState().phase, entering: false }),
    }))
    this.#subscriptions.push(
      platform.on('linkOpened', ({ code }) => this.open(code)),
      platform.identity.subscribe(() => this.#followIdentity()),
      engine.store.subscribe((state, before) => {
        if (state.phase === before.phase) return
        if (isInMeeting(state.phase) !== isInMeeting(before.phase)) platform.setInMeeting(isInMeeting(state.phase))
        // The call of the meeting before ends with other phases than the one of this meeting begins with.
        const begun = state.phase === 'preparing' || state.phase === 'ready'
        if (begun) this.store.setState({ entering: false })
        if (state.phase === 'ended' && state.ended?.reason === 'signedOut') this.#learnWhy()
        this.#settle()
      }),
    )
  }

  /** Goes to the meeting that the page was opened for, if there is one. */
  async start(): Promise<void> {
    const code = await this.#services.platform.takePendingCode()
    if (code !== undefined) this.open(code)
  }

  close(): void {
    for (const unsubscribe of this.#subscriptions.splice(0)) unsubscribe()
  }

  /** To the pre-join screen of a meeting; by way of `signIn` where the person must first say who they are. */
  open(code: string): void {
    const { place } = this.store.getState()
    const { phase } = this.#services.engine.store.getState()
    if (place.at === 'meeting' && isBusy(phase)) {
      if (place.code !== code) this.store.setState({ proposedCode: code })
      return
    }
    if (place.at === 'meeting' && place.code === code && (phase === 'preparing' || phase === 'ready')) return
    this.#enter(code)
  }

  /** Answers the question of `proposedCode`. */
  answerProposal(accepted: boolean): void {
    const { proposedCode } = this.store.getState()
    this.store.setState({ proposedCode: undefined })
    if (accepted && proposedCode !== undefined) this.#enter(proposedCode)
  }

  /** Into the same meeting once more, after it ended or failed. */
  again(): void {
    const { place } = this.store.getState()
    if (place.at === 'meeting') this.#enter(place.code)
  }

  /**
   * As a guest of one meeting, and on to its pre-join screen. `invitation`: the secret of an invitation by name. Rejects with
   * NAME_INVALID, NAME_TAKEN, INVITATION_INVALID or MEETING_NOT_FOUND.
   */
  async joinAsGuest(code: string, name: string, invitation?: string): Promise<void> {
    await this.#services.platform.identity.joinAsGuest(code, name, invitation)
    this.store.setState({ guestCode: code })
    this.#enter(code)
  }

  /** A guest goes back to the question for their name. */
  forgetGuest(): void {
    const { place } = this.store.getState()
    this.store.setState({ guestCode: undefined })
    this.#move(place, true)
    void this.#services.engine.leave()
  }

  async signOut(): Promise<void> {
    await this.leave()
    await this.#services.platform.identity.signOut()
  }

  /** Not for whoever is in a meeting: that would hide it while it goes on. */
  goTo(at: 'meetings' | 'recordings' | 'settings' | 'admin'): void {
    this.#move({ at })
  }

  /** As a screen, or over the meeting for whoever is in one. */
  openSettings(): void {
    const { screen } = this.store.getState()
    if (screen === 'meetings' || screen === 'recordings' || screen === 'admin') this.goTo('settings')
    else if (screen === 'stage' || screen === 'preJoin' || screen === 'lobby') this.store.setState({ dialog: 'settings' })
  }

  openDiagnostics(): void {
    this.store.setState({ dialog: 'diagnostics' })
  }

  openNewMeeting(): void {
    const { screen } = this.store.getState()
    const elsewhere = screen === 'settings' || screen === 'admin' || screen === 'recordings'
    if (elsewhere) this.goTo('meetings')
    if (elsewhere || screen === 'meetings') this.store.setState({ dialog: 'newMeeting' })
  }

  closeDialog(): void {
    this.store.setState({ dialog: undefined })
  }

  /** Out of the meeting or the pre-join screen, to where the person came from. */
  async leave(): Promise<void> {
    this.#move({ at: 'meetings' })
    await this.#services.engine.leave()
  }

  /** Whoever was asked who they are on the way into a meeting goes on to it when they have said so. */
  #followIdentity(): void {
    const { screen: before, place } = this.store.getState()
    if (this.#services.platform.identity.current().state !== 'signedIn') this.store.setState({ guestCode: undefined })
    this.#settle()
    if (before === 'signIn' && place.at === 'meeting' && this.store.getState().screen !== 'signIn') this.#enter(place.code)
  }

  /** The meeting only says that the session is over. The next request of that session is refused with the reason. */
  #learnWhy(): void {
    const { platform } = this.#services
    if (platform.identity.current().state === 'signedIn') void platform.openTicket().catch(() => undefined)
  }

  #enter(code: string): void {
    this.#move({ at: 'meeting', code }, true)
    void this.#prepare(code)
  }

  async #prepare(code: string): Promise<void> {
    const { platform, engine } = this.#services
    const move = this.#moves
    const unknown = needsIdentity({ ...this.store.getState(), identity: platform.identity.current() })
    await engine.leave()
    // Whoever must say who they are first comes this way again when they have.
    if (unknown || move !== this.#moves) return
    await engine.prepare(code)
    if (move !== this.#moves) return
    this.store.setState({ entering: false })
    this.#settle()
  }

  #move(place: Place, entering = false): void {
    this.#moves += 1
    this.store.setState({ place, entering })
    this.#settle()
  }

  /** Brings `screen` in line with everything it depends on. */
  #settle(): void {
    const { platform, engine } = this.#services
    const { place, guestCode, entering, screen: before } = this.store.getState()
    const { phase } = engine.store.getState()
    const screen = screenOf({ place, identity: platform.identity.current(), guestCode, phase, entering })
    if (screen !== before) this.store.setState({ screen, dialog: undefined })
  }
}

export const NavigationContext = createContext<Navigation | undefined>(undefined)

/** The navigation, to move with. */
export const useNavigator = (): Navigation => {
  const navigation = useContext(NavigationContext)
  if (navigation === undefined) throw new Error('a screen is shown outside <App>')
  return navigation
}

export const useNavigation = <T>(selector: (state: NavigationState) => T): T => useStore(useNavigator().store, selector)
