import type { MenuItemConstructorOptions } from 'electron'
import { describe, expect, test, vi } from 'vitest'
import { en } from '#shared/catalogue/en.ts'
import { MEETING_ACTIONS, MENU_ACTIONS, menuTemplate } from './menu-template.ts'

const flatten = (items: readonly MenuItemConstructorOptions[]): MenuItemConstructorOptions[] =>
  items.flatMap((item) => [item, ...(Array.isArray(item.submenu) ? flatten(item.submenu) : [])])

const build = (platform: NodeJS.Platform, developer = false, onAction = vi.fn()) =>
  flatten(menuTemplate({ platform, texts: en.desktop.menu, developer, onAction }))

describe.each(['linux', 'win32', 'darwin'] as const)('on %s', (platform) => {
  test('every action is there once, and tells its id', () => {
    const onAction = vi.fn()
    const items = build(platform, false, onAction).filter((item) => item.id !== undefined)
    expect(items.map((item) => item.id).sort()).toEqual([...MENU_ACTIONS].sort())
    for (const item of items) (item.click as () => void)()
    expect(onAction.mock.calls.flat().sort()).toEqual([...MENU_ACTIONS].sort())
  })

  test('actions of a meeting wait for one, and their keys are the page’s', () => {
    const items = build(platform).filter((item) => MEETING_ACTIONS.some((action) => action === item.id))
    expect(items).toHaveLength(MEETING_ACTIONS.length)
    for (const item of items) {
      expect(item.enabled).toBe(false)
      expect(item.registerAccelerator).toBe(false)
      if (platform === 'darwin') expect(item.accelerator).toBeUndefined()
    }
  })

  test('reloading and looking inside are for developers', () => {
    const roles = (developer: boolean) => build(platform, developer).map((item) => item.role)
    expect(roles(false)).not.toContain('toggleDevTools')
    expect(roles(false)).not.toContain('reload')
    expect(roles(true)).toContain('toggleDevTools')
  })
})
