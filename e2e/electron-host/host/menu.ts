import { EventEmitter } from 'node:events'
import type { Menu, MenuItem, MenuItemConstructorOptions } from 'electron'
import { HostBrowserWindow } from './browser-window.ts'
import { conform } from './conform.ts'

type Template = (MenuItemConstructorOptions | MenuItem)[]

let lastCommand = 0

const createItem = (options: MenuItemConstructorOptions | MenuItem, menu: Menu): MenuItem => {
  const { click, submenu, role, type } = options
  const item = {
    id: options.id ?? '',
    label: options.label ?? role ?? '',
    sublabel: options.sublabel ?? '',
    toolTip: options.toolTip ?? '',
    accelerator: options.accelerator ?? null,
    type: type ?? (submenu === undefined ? ('normal' as const) : ('submenu' as const)),
    enabled: options.enabled ?? true,
    visible: options.visible ?? true,
    checked: options.checked ?? false,
    commandId: ++lastCommand,
    registerAccelerator: options.registerAccelerator ?? true,
    menu,
    ...(role && { role: role as MenuItem['role'] }),
    ...(submenu && { submenu: Array.isArray(submenu) ? HostMenu.buildFromTemplate(submenu) : (submenu as Menu) }),
    click: () => {
      if (!item.enabled) return
      if (item.type === 'checkbox') item.checked = !item.checked
      const window = HostBrowserWindow.getFocusedWindow() ?? undefined
      click?.(presented, window, conform<Electron.KeyboardEvent>()({ triggeredByAccelerator: false }))
    },
  }
  const presented = conform<MenuItem>()(item)
  return presented
}

/** `Menu`: its entries stand there to be looked at and clicked by specs; nothing is drawn. */
class HostMenu extends EventEmitter {
  readonly items: MenuItem[] = []
  static #applicationMenu: Menu | null = null

  static buildFromTemplate(template: Template): Menu {
    const menu = new HostMenu()
    for (const options of template) menu.items.push(createItem(options, present(menu)))
    return present(menu)
  }

  static setApplicationMenu(menu: Menu | null): void {
    HostMenu.#applicationMenu = menu
  }

  static getApplicationMenu(): Menu | null {
    return HostMenu.#applicationMenu
  }

  append(item: MenuItem): void {
    this.items.push(item)
  }

  insert(position: number, item: MenuItem): void {
    this.items.splice(position, 0, item)
  }

  getMenuItemById(id: string): MenuItem | null {
    for (const item of this.items) {
      const found = item.id === id ? item : (item.submenu?.getMenuItemById(id) ?? null)
      if (found !== null) return found
    }
    return null
  }

  popup(): void {
    this.emit('menu-will-show')
  }

  closePopup(): void {
    this.emit('menu-will-close')
  }
}

const present = (menu: HostMenu): Menu => conform<Menu>()(menu)
export const menuModule = conform<typeof Menu>()(HostMenu)
