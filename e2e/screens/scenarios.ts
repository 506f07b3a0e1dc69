/**
 * Every state of every screen that is looked at: a table for the page that shows them and the spec that takes their pictures.
 * Add a row to have a screen checked at every appearance and size.
 */
import type { Locator, Page } from '@playwright/test'
import type { CallState } from '../../renderer/call/call-state.ts'
import type { FakeScenario } from '../../renderer/call/fake-scenario.ts'
import { adminCentre } from './admin-scenarios.ts'
import { chats } from './chat-scenarios.ts'
import { diagnostics } from './diagnostics-scenarios.ts'
import { encryption } from './encryption-scenarios.ts'
import { encryptedMeetings } from './encryption-stage-scenarios.ts'
import type { PlatformScenario } from './fake-platform.ts'
import { managed } from './managed-scenarios.ts'
import { organising } from './organising-scenarios.ts'
import { outsideMeetings } from './outside-scenarios.ts'
import { recordedMeetings } from './recorded-meeting-scenarios.ts'
import { recordingScreens } from './recording-scenarios.ts'
import { inMeetings } from './stage-scenarios.ts'
import { updates } from './updates-scenarios.ts'

export interface Scenario {
  /** Lower case with dashes; the name of its pictures. */
  name: string
  platform?: PlatformScenario
  place?: 'recordings' | 'settings' | 'admin' | 'meeting'
  /** The call, before the mirror or (`joined`) in the meeting, and what of its state is otherwise. */
  call?: { meeting?: FakeScenario; joined?: boolean; state?: Partial<CallState> }
  /** What somebody does before the picture is taken; it must leave the screen at rest. */
  act?: (page: Page) => Promise<void>
  /** What the picture is of, where the screen is higher than the window. */
  shows?: (page: Page) => Locator
  /** Also looked at in 320 px and in 4K. */
  extremes?: boolean
}

export const scenarios: readonly Scenario[] = [
  ...outsideMeetings,
  ...inMeetings,
  ...organising,
  ...chats,
  ...adminCentre,
  ...encryption,
  ...encryptedMeetings,
  ...recordedMeetings,
  ...recordingScreens,
  ...updates,
  ...diagnostics,
  ...managed,
]

export const scenarioOf = (name: string): Scenario => {
  const found = scenarios.find((scenario) => scenario.name === name)
  if (found === undefined) throw new Error(`no scenario is called "${name}"`)
  return found
}
