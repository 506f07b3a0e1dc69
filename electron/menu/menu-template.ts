import type { MenuItemConstructorOptions } from 'electron'
import type { Catalogue } from '#shared/catalogue/en.ts'

/** Ids of actions in the page's registry that the menu offers. */
export const MENU_ACTIONS = [
  'newMeeting',
  'openSettings',
  'toggleMicrophone',
  'toggleCamera',
  'toggleShare',
  'toggleHand',
  'togglePeople',
  'leave',
  'showShortcuts',
  'openDiagnostics',
] as const
export type MenuAction = (typeof MENU_ACTIONS)[number]

/** Those which mean something only while one is in a meeting. */
export const MEETING_ACTIONS = ['toggleMicrophone', 'toggleCamera', 'toggleShare', 'toggleHand', 'togglePeople', 'leave'] as const

interface MenuOptions {
  platform: NodeJS.Platform
  texts: Catalogue['desktop']['menu']
  /** Offers the tools of whoever works on the page. */
  developer: boolean
  onAction: (action: MenuAction) => void
}

/**
 * The application menu. Keys of actions that the page handles itself stand here without being registered, so that one press
 * is one action; macOS knows no such thing, and there they are left to the page.
 */
export const menuTemplate = ({ platform, texts, developer, onAction }: MenuOptions): MenuItemConstructorOptions[] => {
  const isMac = platform === 'darwin'
  const item = (action: MenuAction, label: string, accelerator?: string): MenuItemConstructorOptions => ({
    id: action,
    label,
    click: () => onAction(action),
    ...(accelerator === undefined ? {} : { accelerator }),
  })
  const meetingItem = (action: (typeof MEETING_ACTIONS)[number], accelerator: string): MenuItemConstructorOptions => ({
    ...item(action, texts[action], isMac ? undefined : accelerator),
    registerAccelerator: false,
    enabled: false,
  })
  const settings = item('openSettings', texts.settings, 'CmdOrCtrl+,')
  const separator: MenuItemConstructorOptions = { type: 'separator' }
  const applicationMenu: MenuItemConstructorOptions = {
    role: 'appMenu',
    submenu: [
      { role: 'about' },
      separator,
      settings,
      separator,
      { role: 'hide' },
      { role: 'hideOthers' },
      { role: 'unhide' },
      separator,
      { role: 'quit' },
    ],
  }
  return [
    ...(isMac ? [applicationMenu] : []),
    {
      label: texts.file,
      submenu: [
        item('newMeeting', texts.newMeeting, 'CmdOrCtrl+N'),
        ...(isMac ? [separator, { role: 'close' } as const] : [settings, separator, { role: 'quit' } as const]),
      ],
    },
    { role: 'editMenu', label: texts.edit },
    {
      label: texts.view,
      submenu: [
        { role: 'resetZoom' },
        { role: 'zoomIn' },
        { role: 'zoomOut' },
        separator,
        { role: 'togglefullscreen' },
        ...(developer ? [separator, { role: 'reload' } as const, { role: 'toggleDevTools' } as const] : []),
      ],
    },
    {
      label: texts.meeting,
      submenu: [
        meetingItem('toggleMicrophone', 'CmdOrCtrl+D'),
        meetingItem('toggleCamera', 'CmdOrCtrl+E'),
        meetingItem('toggleShare', 'CmdOrCtrl+Shift+E'),
        separator,
        meetingItem('toggleHand', 'CmdOrCtrl+Shift+K'),
        meetingItem('togglePeople', 'CmdOrCtrl+Alt+P'),
        separator,
        meetingItem('leave', 'CmdOrCtrl+Shift+H'),
      ],
    },
    { role: 'windowMenu', label: texts.window },
    {
      role: 'help',
      label: texts.help,
      submenu: [item('showShortcuts', texts.showShortcuts), item('openDiagnostics', texts.openDiagnostics)],
    },
  ]
}
