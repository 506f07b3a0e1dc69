import type { StoreApi } from 'zustand/vanilla'
import type { Platform } from '../../platform/platform.ts'
import type { CallState, DeviceKind, LocalSource as ShownSource } from '../call-state.ts'
import type { Connection } from '../connection/connection.ts'
import { chooseDevice } from '../devices/choose-device.ts'
import { listDevices } from '../devices/list-devices.ts'
import type { CallEnvironment } from '../environment.ts'
import { type EventContext, withNotice } from '../meeting-events.ts'
import type { Scope } from '../scope.ts'
import { askForBoth, captureCamera, captureMicrophone, captureScreen } from './capture.ts'
import { LocalSource } from './local-source.ts'
import { ScreenShare } from './screen-share.ts'

export interface LocalMediaOptions {
  platform: Platform
  environment: CallEnvironment
  store: StoreApi<CallState>
  context(): EventContext
  changeSpeaker(id: string | undefined): void
}

const SETTING = { microphone: 'microphoneId', camera: 'cameraId', speaker: 'speakerId' } as const

/** The person's own microphone, camera and screen, and the devices behind them. */
export class LocalMedia {
  readonly microphone: LocalSource
  readonly camera: LocalSource
  readonly screen: ScreenShare
  readonly #options: LocalMediaOptions
  readonly #scope: Scope
  /** Labels of what was chosen, to know a device again under another id. */
  readonly #labels: Partial<Record<DeviceKind, string>> = {}

  constructor(scope: Scope, options: LocalMediaOptions) {
    this.#scope = scope
    this.#options = options
    const { environment } = options
    this.microphone = this.#source('microphone', (id) => captureMicrophone(environment, id))
    this.camera = this.#source('camera', (id) => captureCamera(environment, id))
    this.screen = new ScreenShare(scope, {
      capture: (audio) => captureScreen(environment, audio),
      isDenied: async () => (await options.platform.media.access()).screen === 'denied',
      onEnded: () => this.#notice({ kind: 'shareEnded' }),
      show: (shown) => this.#show('screen', shown),
    })
  }

  /** Opens the remembered devices with these switches. What is refused shows as blocked and stops nothing else. */
  async open(switches: { microphone: boolean; camera: boolean }): Promise<void> {
    const { platform, environment, changeSpeaker } = this.#options
    const settings = platform.settings.current()
    const selected: CallState['devices']['selected'] = {}
    for (const kind of ['microphone', 'camera', 'speaker'] as const) {
      const id = settings[SETTING[kind]]
      if (id !== undefined) selected[kind] = id
    }
    this.#options.store.setState(({ devices }) => ({ devices: { ...devices, selected } }))
    changeSpeaker(selected.speaker)
    if (environment.mediaDevices !== undefined) {
      this.#scope.listen(environment.mediaDevices, 'devicechange', () => void this.#devicesChanged())
    }
    await this.#askAccess(switches)
    await Promise.all([
      this.microphone.changeDevice(selected.microphone),
      this.camera.changeDevice(selected.camera),
      this.microphone.set(switches.microphone),
      this.camera.set(switches.camera),
    ])
    await this.refreshDevices()
  }

  /** Asks where nobody has been asked yet. What is refused is found out again by the captures. */
  async #askAccess(switches: { microphone: boolean; camera: boolean }): Promise<void> {
    const { platform, environment } = this.#options
    const access = await platform.media.access().catch(() => undefined)
    const open = (['microphone', 'camera'] as const).filter((kind) => switches[kind] && access?.[kind] === 'notDetermined')
    if (platform.abilities.mediaSettings.length > 0) {
      // The operating system asks on its own account, one question after the other.
      for (const kind of open) await platform.media.request(kind).catch(() => false)
    } else if (open.length === 2) await askForBoth(environment)
  }

  async select(kind: DeviceKind, id: string | undefined): Promise<void> {
    const { platform, store, changeSpeaker } = this.#options
    this.#showSelected(kind, id)
    if (kind === 'speaker') changeSpeaker(id)
    else await this[kind].changeDevice(id)
    if (store.getState().devices.selected[kind] !== id) return
    const { [SETTING[kind]]: _before, ...settings } = platform.settings.current()
    await platform.settings
      .save(id === undefined ? settings : { ...settings, [SETTING[kind]]: id })
      // A choice that can't be remembered has been made all the same.
      .catch(() => undefined)
  }

  publishOn(connection: Connection): Promise<unknown> {
    return Promise.all([
      this.microphone.publishOn(connection),
      this.camera.publishOn(connection),
      this.screen.publishOn(connection),
    ])
  }

  withdraw(): void {
    this.microphone.withdraw()
    this.camera.withdraw()
    this.screen.withdraw()
  }

  /** Back in the lobby: what is captured stays for the mirror, a share ends, and nothing is sent. */
  retract(): void {
    this.microphone.retract()
    this.camera.retract()
    this.screen.retract()
    this.screen.stop().catch(() => undefined)
  }

  async refreshDevices(): Promise<void> {
    const available = await listDevices(this.#options.environment)
    if (this.#scope.closed) return
    this.#options.store.setState(({ devices }) => ({ devices: { ...devices, available } }))
    for (const kind of ['microphone', 'camera', 'speaker'] as const) this.#rememberLabel(kind)
  }

  async #devicesChanged(): Promise<void> {
    const { store, changeSpeaker } = this.#options
    const before = store.getState().devices
    await this.refreshDevices()
    const { available } = store.getState().devices
    const find = (kind: DeviceKind, among: CallState['devices']['available']) =>
      chooseDevice({ id: before.selected[kind], label: this.#labels[kind] }, among[kind])

    const speaker = find('speaker', available)
    const speakerBefore = find('speaker', before.available)
    if (speakerBefore !== undefined && speaker === undefined) this.#notice({ kind: 'deviceLost', name: speakerBefore.label })
    if (speakerBefore?.id !== speaker?.id) changeSpeaker(speaker?.id)

    for (const kind of ['microphone', 'camera'] as const) {
      const back = find(kind, available)
      if (back !== undefined && find(kind, before.available) === undefined) await this[kind].changeDevice(back.id)
      else if (this[kind].isMissing) await this[kind].tryAgain()
    }
  }

  #source(kind: 'microphone' | 'camera', capture: (id: string | undefined) => Promise<MediaStreamTrack>): LocalSource {
    return new LocalSource(this.#scope, {
      kind,
      capture,
      onLost: (name) => this.#notice({ kind: 'deviceLost', name }),
      onRefused: (id) => {
        const name = this.#labels[kind]
        this.#notice({ kind: 'deviceLost', ...(name === undefined ? {} : { name }) })
        this.#showSelected(kind, id)
      },
      show: (shown) => this.#show(kind, shown),
    })
  }

  #showSelected(kind: DeviceKind, id: string | undefined): void {
    this.#options.store.setState(({ devices }) => {
      const { [kind]: _before, ...others } = devices.selected
      return { devices: { ...devices, selected: id === undefined ? others : { ...others, [kind]: id } } }
    })
    this.#rememberLabel(kind)
  }

  #rememberLabel(kind: DeviceKind): void {
    const { available, selected } = this.#options.store.getState().devices
    const known = available[kind].find(({ id }) => id === selected[kind])
    if (selected[kind] === undefined) delete this.#labels[kind]
    else if (known !== undefined) this.#labels[kind] = known.label
  }

  #notice(notice: Parameters<typeof withNotice>[1]): void {
    this.#options.store.setState((state) => withNotice(state, notice, this.#options.context()))
  }

  #show(source: 'microphone' | 'camera' | 'screen', shown: ShownSource): void {
    if (this.#scope.closed) return
    this.#options.store.setState(({ local }) => {
      const before = local[source]
      const same = before.state === shown.state && before.track === shown.track && before.failure?.code === shown.failure?.code
      return same ? {} : { local: { ...local, [source]: shown } }
    })
  }
}
