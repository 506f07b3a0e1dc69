import { Notification } from 'electron'
import { withoutMarkup } from './without-markup.ts'

interface NoticeWindow {
  isInBackground(): boolean
  focus(): void
}

/** Notices of the operating system, for what the person would otherwise miss. */
export class Notices {
  readonly #window: NoticeWindow
  /** A notice that nothing refers to is collected, and its click is lost. */
  readonly #shown = new Set<Notification>()

  constructor(window: NoticeWindow) {
    this.#window = window
  }

  show(title: string, body: string): void {
    if (!this.#window.isInBackground() || !Notification.isSupported()) return
    const notice = new Notification({ title: withoutMarkup(title), body: withoutMarkup(body) })
    this.#shown.add(notice)
    const forget = () => this.#shown.delete(notice)
    notice.on('click', () => {
      forget()
      this.#window.focus()
    })
    notice.on('close', forget)
    notice.on('failed', forget)
    notice.show()
  }
}
