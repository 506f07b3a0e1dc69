import { EventEmitter } from 'node:events'
import type { Menu, Notification, NotificationConstructorOptions, Tray } from 'electron'
import { conform } from './conform.ts'
import { createEvent } from './event.ts'
import { records } from './runtime.ts'

let lastId = 0
let click: (id: string) => void

/** `Notification`: recorded, for specs to read and to click. */
class HostNotification extends EventEmitter {
  readonly id: string
  title: string
  subtitle: string
  body: string
  silent: boolean
  static readonly #shown = new Map<string, HostNotification>()

  static {
    click = (id) => HostNotification.#shown.get(id)?.emit('click', createEvent({}))
  }

  constructor(options: NotificationConstructorOptions = {}) {
    super()
    this.id = options.id ?? `notification-${++lastId}`
    this.title = options.title ?? ''
    this.subtitle = options.subtitle ?? ''
    this.body = options.body ?? ''
    this.silent = options.silent ?? false
  }

  static isSupported(): boolean {
    return true
  }

  show(): void {
    const { id, title, body } = this
    HostNotification.#shown.set(id, this)
    records.notifications.push({ id, title, body, isShown: true })
    this.emit('show', createEvent({}))
  }

  close(): void {
    if (!HostNotification.#shown.delete(this.id)) return
    for (const record of records.notifications) if (record.id === this.id) record.isShown = false
    this.emit('close', createEvent({}))
  }
}

/** As a person does it. */
export const clickNotification = (id: string): void => click(id)

/** `Tray`: there is no tray to be in. */
class HostTray extends EventEmitter {
  readonly #record = { toolTip: '' }

  constructor() {
    super()
    records.trays.push(this.#record)
  }

  setToolTip(toolTip: string): void {
    this.#record.toolTip = toolTip
  }

  setContextMenu(_menu: Menu | null): void {}

  setImage(): void {}

  setTitle(): void {}

  isDestroyed(): boolean {
    return !records.trays.includes(this.#record)
  }

  destroy(): void {
    records.trays = records.trays.filter((record) => record !== this.#record)
  }
}

export const notification = conform<typeof Notification>()(HostNotification)
export const tray = conform<typeof Tray>()(HostTray)
