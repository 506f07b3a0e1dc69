// @vitest-environment jsdom
import { act, cleanup, screen } from '@testing-library/react'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { resolveOptions } from '#shared/meeting/effective-options.ts'
import type { FakeScenario } from '../../call/fake-scenario.ts'
import { Stage } from './Stage.tsx'
import { renderInMeeting, type Surroundings } from './testing/render-in-meeting.tsx'

beforeEach(() => {
  vi.spyOn(HTMLElement.prototype, 'getBoundingClientRect').mockReturnValue(new DOMRect(0, 0, 1280, 660))
})
afterEach(() => {
  cleanup()
  vi.restoreAllMocks()
  vi.unstubAllGlobals()
})

const show = (scenario: FakeScenario, surroundings?: Surroundings) =>
  renderInMeeting(<Stage />, { options: { watermark: 'on' }, ...scenario }, surroundings)
const watermarks = (): SVGElement[] => [...document.querySelectorAll<SVGElement>('[data-watermark]')]
/** What shows a picture: tiles, and videos wherever they are. */
const pictures = (): Element[] => [...document.querySelectorAll('[data-tile], video')]

test.each<[string, FakeScenario]>([
  ['the tiles of a gallery, one’s own among them', { participants: 5 }],
  ['a share and the strip beside it', { participants: 8, sharing: [2] }],
  ['one’s own share', { participants: 3, sharing: [0] }],
  ['a spotlight and its strip', { participants: 6, spotlight: 3 }],
  ['oneself alone', { participants: 1 }],
])('lies over %s', (_name, scenario) => {
  show(scenario)
  const [watermark, ...more] = watermarks()
  expect(more).toEqual([])
  expect(pictures().length).toBeGreaterThan(0)
  for (const picture of pictures()) {
    // In the area that the layer fills, and below the layer.
    expect(watermark?.parentElement?.contains(picture)).toBe(true)
    expect(picture.compareDocumentPosition(watermark as Node) & Node.DOCUMENT_POSITION_FOLLOWING).toBeTruthy()
  }
  expect(watermark?.parentElement).toBe(screen.getByRole('region', { name: 'People on the stage' }))
})

test('says the address of whoever looks, or the name of somebody who has none', () => {
  show({})
  expect(watermarks().map(({ textContent }) => textContent)).toEqual([expect.stringContaining('ada@aldermere.example')])
  cleanup()
  show({}, { account: { person: { id: 'person-0', kind: 'guest', name: 'Ada Moreau' } } })
  expect(watermarks().map(({ textContent }) => textContent)).toEqual([expect.stringContaining('Ada Moreau')])
})

test('comes and goes with the option', () => {
  const { engine } = show({ options: {} })
  expect(watermarks()).toEqual([])
  act(() => engine.store.setState({ options: resolveOptions([], { watermark: 'on' }) }))
  expect(watermarks()).toHaveLength(1)
})
