/** A browser and a platform without either, which count what is not given back. */
import { FakeMediaStreamTrack } from 'fake-mediastreamtrack'
import { type BridgeEvent, type BridgeEventData, MEDIA_KINDS, type MediaAccess } from '#shared/desktop-bridge.ts'
import { ParleyError } from '#shared/errors.ts'
import { type ClientPolicies, UNMANAGED } from '#shared/managed-policy/client-policies.ts'
import { defaultSettings, type Settings } from '#shared/settings.ts'
import { Observed } from '../../platform/observed.ts'
import type { Platform } from '../../platform/platform.ts'
import { createDeviceLoader } from '../connection/load-device.ts'
import type { AudioPlayer, CallEnvironment } from '../environment.ts'
import { FakeEncryptionWorker } from './fake-encryption-worker.ts'
import type { FakeMeetingService } from './fake-meeting-service.ts'
import { FakeWire } from './fake-wire.ts'

/** An event target that knows how many listen. */
export class CountedTarget extends EventTarget {
  listeners = 0

  override addEventListener(...input: Parameters<EventTarget['addEventListener']>): void {
    this.listeners += 1
    super.addEventListener(...input)
  }

  override removeEventListener(...input: Parameters<EventTarget['removeEventListener']>): void {
    this.listeners -= 1
    super.removeEventListener(...input)
  }
}

export interface FakeDevice {
  kind: MediaDeviceKind
  deviceId: string
  label: string
}

const refusal = (name: string) => new DOMException('as the test says', name)

export class FakeMediaDevices extends CountedTarget {
  readonly tracks: FakeMediaStreamTrack[] = []
  devices: FakeDevice[] = [
    { kind: 'audioinput', deviceId: 'mic-1', label: 'Desk microphone' },
    { kind: 'audioinput', deviceId: 'mic-2', label: 'Headset' },
    { kind: 'videoinput', deviceId: 'cam-1', label: 'Desk camera' },
    { kind: 'audiooutput', deviceId: 'speaker-1', label: 'Desk speaker' },
  ]
  /** Names of the DOMExceptions with which captures are refused. */
  refusals: Partial<Record<'audio' | 'video' | 'screen', string>> = {}
  /** Held back until the test says. */
  gate: Promise<unknown> = Promise.resolve()
  displayRequests = 0
  /** Kinds of what was asked for at once, as `audio video`. */
  readonly requests: string[] = []

  get live(): FakeMediaStreamTrack[] {
    return this.tracks.filter(({ readyState }) => readyState === 'live')
  }

  liveOf(kind: 'audio' | 'video'): FakeMediaStreamTrack[] {
    return this.live.filter((track) => track.kind === kind)
  }

  async enumerateDevices(): Promise<FakeDevice[]> {
    return this.devices
  }

  async getUserMedia(constraints: MediaStreamConstraints): Promise<MediaStream> {
    this.requests.push(Object.keys(constraints).join(' '))
    await this.gate
    if (constraints.audio !== undefined && constraints.video !== undefined) {
      return this.#stream([new FakeMediaStreamTrack({ kind: 'audio' }), new FakeMediaStreamTrack({ kind: 'video' })])
    }
    const kind = constraints.audio === undefined ? 'video' : 'audio'
    const name = this.refusals[kind]
    if (name !== undefined) throw refusal(name)
    const wanted = (constraints[kind] as { deviceId?: { exact: string } }).deviceId?.exact
    const fitting = this.devices.filter((device) => device.kind === `${kind}input`)
    const device = wanted === undefined ? fitting[0] : fitting.find(({ deviceId }) => deviceId === wanted)
    if (device === undefined) throw refusal(fitting.length === 0 ? 'NotFoundError' : 'OverconstrainedError')
    return this.#stream([new FakeMediaStreamTrack({ kind, label: device.label })])
  }

  async getDisplayMedia({ audio }: DisplayMediaStreamOptions): Promise<MediaStream> {
    this.displayRequests += 1
    await this.gate
    if (this.refusals.screen !== undefined) throw refusal(this.refusals.screen)
    const video = new FakeMediaStreamTrack({ kind: 'video', label: 'screen' })
    return this.#stream(audio === false ? [video] : [video, new FakeMediaStreamTrack({ kind: 'audio', label: 'screen' })])
  }

  /** Pulls the plug of what is captured from this device. */
  unplug(label: string): void {
    this.devices = this.devices.filter((device) => device.label !== label)
    for (const track of this.live) if (track.label === label) track.remoteStop()
    this.dispatchEvent(new Event('devicechange'))
  }

  plugIn(device: FakeDevice): void {
    this.devices = [...this.devices, device]
    this.dispatchEvent(new Event('devicechange'))
  }

  #stream(tracks: FakeMediaStreamTrack[]): MediaStream {
    this.tracks.push(...tracks)
    const of = (kind: string) => tracks.filter((track) => track.kind === kind)
    return {
      getTracks: () => tracks,
      getAudioTracks: () => of('audio'),
      getVideoTracks: () => of('video'),
    } as unknown as MediaStream
  }
}

export class FakePlayer implements AudioPlayer {
  srcObject: MediaProvider | null = null
  playing = false
  sinkId = ''
  blocked = false

  async play(): Promise<void> {
    if (this.blocked) throw refusal('NotAllowedError')
    this.playing = true
  }

  pause(): void {
    this.playing = false
  }

  async setSinkId(id: string): Promise<void> {
    this.sinkId = id
  }
}

export class FakeSurroundings {
  readonly window = new CountedTarget()
  readonly document = new CountedTarget()
  readonly mediaDevices = new FakeMediaDevices()
  readonly wire = new FakeWire()
  readonly players: FakePlayer[] = []
  readonly encryptionWorkers: FakeEncryptionWorker[] = []
  autoplayBlocked = false
  access: MediaAccess = 'granted'
  /** Whether the operating system asks for access, as on a desktop; otherwise the browser does. */
  systemAsks = false
  readonly accessRequests: string[] = []
  settings: Settings = defaultSettings()
  readonly policies = new Observed<ClientPolicies>(UNMANAGED)
  /** Listeners of the platform. */
  subscriptions = 0
  tickets = 0
  readonly #powerListeners = new Set<(data: BridgeEventData<'power'>) => void>()
  readonly #settingsListeners = new Set<(settings: Settings) => void>()
  readonly service: FakeMeetingService

  constructor(service: FakeMeetingService) {
    this.service = service
  }

  get environment(): CallEnvironment {
    return {
      mediaDevices: this.mediaDevices as unknown as MediaDevices,
      window: this.window,
      document: this.document,
      pixelRatio: () => 1,
      windowSize: () => ({ width: 1280, height: 800 }),
      connectSignalling: (_origin, ticket) => this.service.connect(ticket),
      loadDevice: createDeviceLoader(this.wire.createDevice),
      createStream: (track) => ({ getTracks: () => [track] }) as unknown as MediaStream,
      createPlayer: () => {
        const player = new FakePlayer()
        player.blocked = this.autoplayBlocked
        this.players.push(player)
        return player
      },
      startEncryptionWorker: () => {
        const worker = new FakeEncryptionWorker()
        this.encryptionWorkers.push(worker)
        return worker
      },
      now: Date.now,
    }
  }

  /** The part of a platform that the call engine uses. */
  get platform(): Platform {
    const asks = () => this.systemAsks
    const platform: Pick<
      Platform,
      'info' | 'serviceOrigin' | 'encryption' | 'openTicket' | 'settings' | 'policies' | 'media' | 'on'
    > & {
      abilities: Pick<Platform['abilities'], 'mediaSettings'>
      identity: Pick<Platform['identity'], 'current'>
    } = {
      abilities: {
        get mediaSettings() {
          return asks() ? MEDIA_KINDS : []
        },
      },
      info: { kind: 'desktop', os: 'linux', version: '0.0.0' },
      serviceOrigin: 'http://127.0.0.1:1',
      identity: {
        current: () => ({ state: 'signedIn', account: { person: { id: 'ada', kind: 'member', name: 'Ada Moreau' } } }),
      },
      encryption: {
        identity: async () => undefined,
        providerKeys: async () => [],
        sign: () => Promise.reject(new ParleyError('UNAUTHENTICATED')),
      },
      openTicket: async () => {
        if (!this.service.reachable) throw new ParleyError('SERVICE_UNREACHABLE')
        this.tickets += 1
        return `ticket-${this.tickets}`
      },
      settings: {
        current: () => this.settings,
        save: async (settings) => {
          this.settings = settings
          for (const listener of this.#settingsListeners) listener(settings)
        },
        subscribe: (listener) => this.#subscribe(this.#settingsListeners, listener),
      },
      policies: {
        current: () => this.policies.value,
        subscribe: (listener) => this.policies.subscribe(listener),
      },
      media: {
        access: async () => ({ camera: this.access, microphone: this.access, screen: 'granted' }),
        request: async (kind) => {
          this.accessRequests.push(kind)
          return true
        },
        openSettings: async () => undefined,
      },
      on: <E extends BridgeEvent>(event: E, listener: (data: BridgeEventData<E>) => void) =>
        event === 'power'
          ? this.#subscribe(this.#powerListeners, listener as (data: BridgeEventData<'power'>) => void)
          : () => undefined,
    }
    return platform as Platform
  }

  power(event: BridgeEventData<'power'>['event']): void {
    for (const listener of this.#powerListeners) listener({ event })
  }

  get listeners(): number {
    return this.window.listeners + this.document.listeners + this.mediaDevices.listeners + this.subscriptions
  }

  #subscribe<T>(listeners: Set<T>, listener: T): () => void {
    listeners.add(listener)
    this.subscriptions += 1
    return () => {
      listeners.delete(listener)
      this.subscriptions -= 1
    }
  }
}
