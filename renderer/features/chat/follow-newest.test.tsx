// @vitest-environment jsdom
import { cleanup, fireEvent, render, screen } from '@testing-library/react'
import { useRef } from 'react'
import { afterEach, expect, test } from 'vitest'
import { useFollowNewest } from './use-follow-newest.ts'

afterEach(cleanup)

const List = () => {
  const list = useRef<HTMLDivElement>(null)
  const start = useRef<HTMLElement>(null)
  const { atEnd, onScroll } = useFollowNewest(list, { first: 'a', last: 'z', start })
  return (
    <>
      <div ref={list} role="feed" onScroll={onScroll} />
      <output>{atEnd ? 'at the end' : 'above'}</output>
    </>
  )
}

/** A list of so many px in a window of so many. */
const resize = (element: Element, content: number, window: number): void => {
  Object.defineProperty(element, 'scrollHeight', { value: content, configurable: true })
  Object.defineProperty(element, 'clientHeight', { value: window, configurable: true })
}

const show = () => {
  render(<List />)
  const list = screen.getByRole('feed')
  resize(list, 1000, 400)
  list.scrollTop = 600
  fireEvent.scroll(list)
  return list
}
const place = (): string | null => screen.getByRole('status').textContent

test('a person scrolls away from the end and back to it', () => {
  const list = show()
  expect(place()).toBe('at the end')
  list.scrollTop = 300
  fireEvent.scroll(list)
  expect(place()).toBe('above')
  list.scrollTop = 590
  fireEvent.scroll(list)
  expect(place()).toBe('at the end')
})

test('a list that is moved because its window changes stays at its end', () => {
  const list = show()
  resize(list, 1200, 300)
  fireEvent.scroll(list)
  expect(list.scrollTop).toBe(1200)
  list.scrollTop = 900
  fireEvent.scroll(list)
  expect(place()).toBe('at the end')
})

test('and whoever reads further up stays there', () => {
  const list = show()
  list.scrollTop = 300
  fireEvent.scroll(list)
  resize(list, 1200, 300)
  fireEvent.scroll(list)
  expect(list.scrollTop).toBe(300)
  expect(place()).toBe('above')
})
