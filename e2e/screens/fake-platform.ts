/** A platform without a service or a system: what each scenario says of them. */
import type { Meeting } from '#shared/contract/common.ts'
import { type BridgeEvent, type BridgeEventData, MEDIA_KINDS } from '#shared/desktop-bridge.ts'
import { type ErrorCode, ParleyError } from '#shared/errors.ts'
import { type ClientPolicies, UNMANAGED } from '#shared/managed-policy/client-policies.ts'
import { NO_RULES } from '#shared/policies/rules.ts'
import { defaultSettings, type Settings } from '#shared/settings.ts'
import type { UpdateState } from '#shared/updates/update-state.ts'
import { type AdminScenario, FakeAdminService } from '../../renderer/features/admin/testing/fake-admin-service.ts'
import { fakeRecordings, type RecordingsScenario } from '../../renderer/features/recordings/testing/fake-recordings.ts'
import { Observed } from '../../renderer/platform/observed.ts'
import type { Abilities, Platform, ServiceClient } from '../../renderer/platform/platform.ts'
import { createFakeDiagnostics, type DiagnosticsScenario } from './fake-diagnostics.ts'
import { createFakeIdentity, type IdentityScenario, never, refuse } from './fake-identity.ts'
import { fakePastChat, type PastChatScenario } from './fake-past-chat.ts'
import { fakeSetup, type SetupScenario } from './fake-setup.ts'
import { SAMPLE_PEOPLE } from './sample-people.ts'

export interface PlatformScenario
  extends IdentityScenario,
    SetupScenario,
    PastChatScenario,
    RecordingsScenario,
    DiagnosticsScenario {
  kind?: 'desktop' | 'web'
  os?: Platform['info']['os']
  /** How members sign in at the service: preset where nothing is said. */
  signIn?: 'none' | 'preset' | 'byEmail'
  /** The service has sample people: so where nothing is said. */
  samples?: boolean
  /** The list of meetings; `never` arrives, or fails with a code. */
  meetings?: ((now: number) => Meeting[]) | 'never' | ErrorCode
  /** `never` arrives, or fails with a code. */
  about?: 'never' | ErrorCode
  settings?: Partial<Settings>
  /** What administrators have decided; nothing where nothing is said. */
  policies?: Partial<Omit<ClientPolicies, 'allows'>> & { allows?: Partial<ClientPolicies['allows']> }
  /** How updates stand, on the desktop: nothing newer where nothing is said. */
  updates?: UpdateState
  /** Nobody has said which service. */
  withoutServer?: boolean
  /** The admin centre, for whoever is signed in. */
  admin?: AdminScenario
  /** Templates and labels to make meetings with; none where nothing is said. */
  choices?: Partial<Choices>
}

type Choices = Awaited<ReturnType<ServiceClient['meetings']['choices']>>
const NO_CHOICES: Choices = { templates: [], labels: [] }

const abilitiesOf = (desktop: boolean): Abilities => ({
  ownScreenPicker: desktop,
  shareSystemAudio: desktop,
  mediaSettings: desktop ? MEDIA_KINDS : [],
  notify: desktop,
  shareScreen: true,
  openDesktopClient: !desktop,
  signInWithProvider: desktop,
  programSettings: desktop,
})

export class FakePlatform implements Platform {
  readonly info: Platform['info']
  readonly serviceOrigin: string
  readonly abilities: Abilities
  readonly service: ServiceClient
  /** The service's half of the admin centre, where there is one. */
  readonly admin: FakeAdminService | undefined
  readonly identity: Platform['identity']
  readonly settings: Platform['settings']
  readonly policies: Platform['policies']
  readonly updates?: NonNullable<Platform['updates']>
  readonly diagnostics?: NonNullable<Platform['diagnostics']>
  readonly #listeners = new Map<BridgeEvent, Set<(data: never) => void>>()

  constructor(scenario: PlatformScenario) {
    const desktop = scenario.kind !== 'web'
    this.info = { kind: desktop ? 'desktop' : 'web', os: scenario.os ?? 'windows', version: '0.1.0' }
    this.abilities = abilitiesOf(desktop)
    this.serviceOrigin = scenario.withoutServer === true ? '' : 'https://meet.example.org'
    const { allows, ...policies } = scenario.policies ?? {}
    const managed: ClientPolicies = { ...UNMANAGED, ...policies, allows: { ...UNMANAGED.allows, ...allows } }
    this.policies = { current: () => managed, subscribe: () => () => undefined }

    if (desktop) {
      const updates: UpdateState = scenario.updates ?? { progress: { state: 'current' } }
      const nothing = async (): Promise<void> => undefined
      this.updates = {
        current: () => updates,
        subscribe: () => () => undefined,
        check: nothing,
        download: nothing,
        install: nothing,
        defer: nothing,
      }
      this.diagnostics = createFakeDiagnostics(scenario)
    }

    const settings = new Observed<Settings>({ ...defaultSettings(), ...scenario.settings })
    this.settings = {
      current: () => settings.value,
      save: async (changed) => settings.set(changed),
      subscribe: (listener) => settings.subscribe(listener),
    }

    const { identity, service, person } = createFakeIdentity(scenario)
    this.identity = identity

    const { admin } = scenario
    this.admin = admin === undefined ? undefined : new FakeAdminService({ now: Date.now(), ...admin })
    const choices = { ...NO_CHOICES, ...scenario.choices }
    const { about, meetings, signIn = 'preset', samples = true } = scenario
    const listed = typeof meetings === 'function' ? meetings(Date.now()) : []
    this.service = {
      about: () => {
        if (about === 'never') return never()
        if (about !== undefined) return refuse(about)
        return Promise.resolve({
          version: '0.1.0',
          protocol: { oldest: 1, current: 1 },
          webOrigin: this.serviceOrigin,
          samplePeople: samples ? SAMPLE_PEOPLE : [],
          signIn,
        })
      },
      identity: service,
      diagnostics: { openProbe: () => refuse('MEDIA_UNREACHABLE'), reportCrash: () => refuse('SERVICE_UNREACHABLE') },
      admin: this.admin?.client ?? new FakeAdminService({ rules: NO_RULES, role: undefined }).client,
      people: {
        search: async ({ query }) => {
          const wanted = query.toLowerCase()
          return SAMPLE_PEOPLE.filter(({ name }) => name.toLowerCase().includes(wanted))
        },
      },
      recordings: fakeRecordings(scenario),
      meetings: {
        ...fakeSetup(scenario),
        ...fakePastChat(scenario),
        list: () => {
          if (meetings === 'never') return never()
          return typeof meetings === 'string' ? refuse(meetings) : Promise.resolve([...listed])
        },
        create: async ({ title, startsAt, durationMinutes }) => {
          const meeting: Meeting = {
            id: `made-${listed.length}`,
            code: 'new-made-mtg',
            title,
            organiser: { id: person?.id ?? 'ada', name: person?.name ?? 'Ada Moreau' },
            createdAt: Date.now(),
            ...(startsAt === undefined ? {} : { startsAt }),
            ...(durationMinutes === undefined ? {} : { durationMinutes }),
            present: 0,
            kind: 'meeting',
          }
          listed.push(meeting)
          return meeting
        },
        choices: async () => choices,
        setLabel: async ({ code, labelId }) => {
          const index = listed.findIndex((meeting) => meeting.code === code)
          const meeting = listed[index]
          const label = choices.labels.find(({ id }) => id === labelId)
          if (meeting === undefined || label === undefined) throw new ParleyError('NOT_FOUND')
          const labelled: Meeting = { ...meeting, label: { id: label.id, name: label.name } }
          listed[index] = labelled
          return labelled
        },
        get: async ({ code }) => listed.find((meeting) => meeting.code === code) ?? refuse('MEETING_NOT_FOUND'),
        cancel: async ({ code }) => {
          const index = listed.findIndex((meeting) => meeting.code === code)
          if (index < 0) throw new ParleyError('MEETING_NOT_FOUND')
          listed.splice(index, 1)
        },
      },
    }
  }

  readonly media: Platform['media'] = {
    access: async () => ({ camera: 'denied', microphone: 'denied', screen: 'granted' }),
    request: async () => false,
    openSettings: async () => undefined,
  }

  readonly screens: Platform['screens'] = {
    list: async () => drawnSources(),
    choose: async () => undefined,
  }

  async openTicket(): Promise<string> {
    return (await this.service.identity.openTicket()).ticket
  }

  setInMeeting(): void {}

  notify(): void {}

  setContentProtection(): void {}

  async setFullScreen(): Promise<void> {}

  async moveToService(): Promise<boolean> {
    return false
  }

  async restart(): Promise<void> {}

  async takePendingCode(): Promise<string | undefined> {
    return undefined
  }

  on<E extends BridgeEvent>(event: E, listener: (data: BridgeEventData<E>) => void): () => void {
    const listeners = this.#listeners.get(event) ?? new Set()
    this.#listeners.set(event, listeners.add(listener))
    return () => listeners.delete(listener)
  }

  /** Tells the page what the main process would. */
  tell<E extends BridgeEvent>(event: E, data: BridgeEventData<E>): void {
    for (const listener of this.#listeners.get(event) ?? []) (listener as (data: BridgeEventData<E>) => void)(data)
  }
}

/** Two screens and a few windows, as coloured thumbnails. */
const drawnSources = () => {
  const canvas = document.createElement('canvas')
  canvas.width = 320
  canvas.height = 180
  const context = canvas.getContext('2d')
  const thumbnail = (hue: number): string => {
    if (context !== null) {
      context.fillStyle = `hsl(${hue} 30% 24%)`
      context.fillRect(0, 0, 320, 180)
      context.fillStyle = `hsl(${hue} 30% 88%)`
      context.fillRect(28, 24, 264, 132)
    }
    return canvas.toDataURL('image/png')
  }
  return [
    { id: 'screen:1', name: 'Screen 1', kind: 'screen' as const, thumbnail: thumbnail(190) },
    { id: 'screen:2', name: 'Screen 2', kind: 'screen' as const, thumbnail: thumbnail(230) },
    { id: 'window:1', name: 'Quarterly figures – Spreadsheet', kind: 'window' as const, thumbnail: thumbnail(120) },
    { id: 'window:2', name: 'Moving plan', kind: 'window' as const, thumbnail: thumbnail(30) },
    { id: 'window:3', name: 'Terminal', kind: 'window' as const, thumbnail: thumbnail(280) },
  ]
}
