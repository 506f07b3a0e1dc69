// @vitest-environment jsdom
import { describe, expect, test } from 'vitest'
import { ariaShortcut, type KeyPress, matches, nextRegion, type Shortcut, takesText, usesSpace, writeShortcut } from './keys.ts'

const press = (key: string, more: Partial<KeyPress> = {}): KeyPress => ({
  key,
  code: `Key${key.toUpperCase()}`,
  ctrlKey: false,
  metaKey: false,
  shiftKey: false,
  altKey: false,
  ...more,
})

const microphone: Shortcut = { key: 'd', mod: true }
const share: Shortcut = { key: 'e', mod: true, shift: true }
const people: Shortcut = { key: 'p', mod: true, alt: true }
const help: Shortcut = { key: '?' }

describe('matches', () => {
  test.each<[string, Shortcut, KeyPress, boolean, boolean]>([
    ['Ctrl+D', microphone, press('d', { ctrlKey: true }), false, true],
    ['Ctrl+D with caps lock', microphone, press('D', { ctrlKey: true }), false, true],
    ['Cmd+D on macOS', microphone, press('d', { metaKey: true }), true, true],
    ['Ctrl+D on macOS, which deletes', microphone, press('d', { ctrlKey: true }), true, false],
    ['Win+D, which shows the desktop', microphone, press('d', { metaKey: true }), false, false],
    ['D alone', microphone, press('d'), false, false],
    ['Ctrl+Shift+D', microphone, press('D', { ctrlKey: true, shiftKey: true }), false, false],
    ['Ctrl+Cmd+D on macOS, which looks a word up', microphone, press('d', { metaKey: true, ctrlKey: true }), true, false],
    ['Ctrl+D on a Cyrillic layout', microphone, press('в', { code: 'KeyD', ctrlKey: true }), false, true],
    ['Ctrl+D on Dvorak goes by the letter', microphone, press('d', { code: 'KeyH', ctrlKey: true }), false, true],
    ['Ctrl+E where Dvorak has D', microphone, press('e', { code: 'KeyD', ctrlKey: true }), false, false],
    ['Ctrl+Shift+E', share, press('E', { ctrlKey: true, shiftKey: true }), false, true],
    ['Ctrl+E is not Ctrl+Shift+E', share, press('e', { ctrlKey: true }), false, false],
    ['Ctrl+Alt+P', people, press('p', { ctrlKey: true, altKey: true }), false, true],
    ['Cmd+Option+P, which writes π', people, press('π', { code: 'KeyP', metaKey: true, altKey: true }), true, true],
    ['AltGr+P writes a character', people, press('þ', { code: 'KeyP', altKey: true }), false, false],
    ['? with shift', help, press('?', { shiftKey: true, code: 'Slash' }), false, true],
    ['? where it needs none', help, press('?', { code: 'KeyM' }), false, true],
    ['Ctrl+?', help, press('?', { ctrlKey: true, shiftKey: true }), false, false],
    ['/', help, press('/', { code: 'Slash' }), false, false],
  ])('%s', (_name, shortcut, key, mac, expected) => {
    expect(matches(shortcut, key, mac)).toBe(expected)
  })
})

test.each<[Shortcut, string, string]>([
  [microphone, 'Ctrl+D', '⌘D'],
  [share, 'Ctrl+Shift+E', '⇧⌘E'],
  [people, 'Ctrl+Alt+P', '⌥⌘P'],
  [help, '?', '?'],
  [{ key: 'Escape' }, 'Esc', '⎋'],
  [{ key: ' ' }, 'Space', 'Space'],
])('%o is written %s, on macOS %s', (shortcut, other, mac) => {
  expect(writeShortcut(shortcut, false)).toBe(other)
  expect(writeShortcut(shortcut, true)).toBe(mac)
})

test('the form for screen readers', () => {
  expect(ariaShortcut(people, false)).toBe('Control+Alt+P')
  expect(ariaShortcut(share, true)).toBe('Meta+Shift+E')
})

describe('Space and text', () => {
  const focused = (html: string): Element => {
    document.body.innerHTML = html
    const element = document.querySelector('[data-focus]')
    if (element === null) throw new Error('nothing to focus')
    return element
  }

  test.each([
    ['a button', '<button data-focus>', true, false],
    ['an icon in a button', '<button><i data-focus></i></button>', true, false],
    ['a search field', '<input type="search" data-focus>', true, true],
    ['a check box', '<input type="checkbox" data-focus>', true, false],
    ['an entry of a menu', '<div role="menuitem" data-focus></div>', true, false],
    ['a text area', '<textarea data-focus></textarea>', true, true],
    ['a link', '<a href="/" data-focus>', true, false],
    ['a tile', '<div role="group" tabindex="0" data-focus></div>', false, false],
    ['the page', '<main data-focus></main>', false, false],
  ])('%s', (_name, html, space, text) => {
    expect(usesSpace(focused(html))).toBe(space)
    expect(takesText(focused(html))).toBe(text)
  })

  test('nothing focused', () => {
    expect(usesSpace(null)).toBe(false)
    expect(takesText(null)).toBe(false)
  })
})

test.each([
  [-1, 3, false, 0],
  [-1, 3, true, 2],
  [0, 3, false, 1],
  [2, 3, false, 0],
  [0, 3, true, 2],
  [-1, 0, false, -1],
])('from region %i of %i, backwards %s: %i', (current, count, backwards, next) => {
  expect(nextRegion(current, count, backwards)).toBe(next)
})
