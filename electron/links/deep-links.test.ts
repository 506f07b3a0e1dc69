import { beforeEach, expect, test, vi } from 'vitest'
import { createLog } from '../diagnostics/log.ts'
import { DeepLinks } from './deep-links.ts'

const tell = vi.fn()
let lines: string[]
let links: DeepLinks

beforeEach(() => {
  tell.mockClear()
  lines = []
  links = new DeepLinks(
    tell,
    createLog((line) => lines.push(line)),
  )
})

test('a link waits for the page, and is given once', () => {
  expect(links.open('parley://join/abc-defg-hjk')).toBe(true)
  expect(tell).not.toHaveBeenCalled()
  expect(links.takePending()).toBe('abc-defg-hjk')
  expect(links.takePending()).toBeUndefined()
})

test('the last of the links that wait is the one that is meant', () => {
  links.open('parley://join/abc-defg-hjk')
  links.open('parley://join/kjh-gfed-cba')
  expect(links.takePending()).toBe('kjh-gfed-cba')
})

test('a page that listens is told at once', () => {
  links.takePending()
  links.open('parley://join/abc-defg-hjk')
  expect(tell).toHaveBeenCalledWith('abc-defg-hjk')
  expect(links.takePending()).toBeUndefined()
})

test('a page that is loaded anew has to ask again', () => {
  links.takePending()
  links.pageGone()
  links.open('parley://join/abc-defg-hjk')
  expect(tell).not.toHaveBeenCalled()
  expect(links.takePending()).toBe('abc-defg-hjk')
})

test('a wild link is ignored, and its text is in no log', () => {
  expect(links.open('parley://join/abc-defg-hjk/Bob-Miller')).toBe(false)
  expect(links.takePending()).toBeUndefined()
  expect(lines).toHaveLength(1)
  expect(lines[0]).not.toContain('Bob')
})
