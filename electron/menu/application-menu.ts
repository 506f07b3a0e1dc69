import { Menu } from 'electron'
import type { Catalogue } from '#shared/catalogue/en.ts'
import { MEETING_ACTIONS, type MenuAction, menuTemplate } from './menu-template.ts'

interface ApplicationMenuOptions {
  texts: Catalogue['desktop']['menu']
  developer: boolean
  onAction: (action: MenuAction) => void
}

/** The menu of the application. */
export class ApplicationMenu {
  readonly #options: ApplicationMenuOptions
  #menu: Menu | undefined

  constructor(options: ApplicationMenuOptions) {
    this.#options = options
  }

  /** Puts it in place; Electron has to be ready. */
  install(): void {
    this.#menu = Menu.buildFromTemplate(menuTemplate({ platform: process.platform, ...this.#options }))
    Menu.setApplicationMenu(this.#menu)
  }

  /** Meeting actions can be chosen only while there is a meeting. */
  setInMeeting(inMeeting: boolean): void {
    for (const action of MEETING_ACTIONS) {
      const item = this.#menu?.getMenuItemById(action)
      if (item) item.enabled = inMeeting
    }
  }
}
