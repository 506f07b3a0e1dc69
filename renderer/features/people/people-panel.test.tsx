// @vitest-environment jsdom
import { act, cleanup, fireEvent, screen, within } from '@testing-library/react'
import { afterEach, expect, test, vi } from 'vitest'
import { useView } from '../stage/stage-view.ts'
import { renderInMeeting } from '../stage/testing/render-in-meeting.tsx'
import { Toolbar } from '../toolbar/Toolbar.tsx'
import { PeoplePanel } from './PeoplePanel.tsx'

afterEach(() => {
  cleanup()
  vi.unstubAllGlobals()
})

const Shown = () => (
  <>
    {useView(({ panel }) => panel) === 'people' ? <PeoplePanel /> : null}
    <Toolbar />
  </>
)
const open = (): void => {
  const people = screen.getByRole('button', { name: 'People' })
  people.focus()
  fireEvent.click(people)
}
const names = (): (string | null)[] =>
  screen.getAllByRole('listitem').map((row) => row.querySelector('span + span > span')?.textContent ?? null)

test('it takes the focus, Esc closes it and gives the focus back', async () => {
  renderInMeeting(<Shown />)
  open()
  expect(document.activeElement).toBe(screen.getByRole('searchbox', { name: 'Search people' }))
  fireEvent.keyDown(document.activeElement ?? document.body, { key: 'Escape' })
  expect(screen.queryByRole('complementary')).toBeNull()
  expect(document.activeElement).toBe(screen.getByRole('button', { name: 'People' }))
})

test('hands first; everyone with what is true of them', async () => {
  renderInMeeting(<Shown />, { participants: 5, hands: [2], muted: [1], withoutCamera: [1], cutOff: [1], poor: [4] })
  open()
  expect(names()).toEqual(['Chen Wei', 'Ada Moreau (you)', 'Bo Lindqvist', 'Eli Novak', 'Dara Okafor'])
  const row = (name: string): HTMLElement => {
    const found = screen.getAllByRole('listitem').find((item) => item.textContent?.includes(name))
    if (found === undefined) throw new Error(`${name} is not in the list`)
    return found
  }
  const signs = (name: string): (string | null)[] =>
    within(row(name))
      .getAllByRole('img')
      .map((sign) => sign.getAttribute('aria-label'))
  expect(signs('Chen Wei')).toEqual(['Hand raised', 'Microphone on', 'Camera on'])
  expect(signs('Bo Lindqvist')).toEqual(['Microphone off', 'Camera off'])
  expect(row('Bo Lindqvist').textContent).toContain('Reconnecting')
  expect(signs('Eli Novak')).toEqual(['Poor connection', 'Microphone on', 'Camera on'])
  expect(row('Eli Novak').textContent).toContain('From Northwind')
  expect(row('Dara Okafor').textContent).toContain('Guest')
})

test('the search tells how many it found', async () => {
  renderInMeeting(<Shown />, { participants: 12 })
  open()
  fireEvent.change(screen.getByRole('searchbox'), { target: { value: 'zoe' } })
  expect(names()).toEqual(['Zoë Ångström'])
  expect(within(screen.getByRole('complementary')).getByRole('status').textContent).toBe('1 person found')
  fireEvent.change(screen.getByRole('searchbox'), { target: { value: 'zoex' } })
  expect(screen.getByText('Nobody by that name is here.')).toBeDefined()
})

test('who comes is there at once', async () => {
  const { engine } = renderInMeeting(<Shown />, { participants: 2 })
  open()
  act(() => void engine.addParticipant())
  expect(names()).toContain('Chen Wei')
})
