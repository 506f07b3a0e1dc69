import { describe, expect, test } from 'vitest'
import { fakeCallState } from '../../call/fake-scenario.ts'
import { sceneOf } from './scene.ts'
import type { StageView } from './stage-view.ts'

const NOW = 1_700_000_000_000
const scene = (
  scenario: Parameters<typeof fakeCallState>[0],
  view: Partial<StageView> = {},
  area = { width: 1280, height: 640 },
  lastSpoke: Record<string, number> = {},
) => {
  const { participants, selfId, spotlightId } = fakeCallState(scenario, NOW)
  return sceneOf({ participants, selfId, spotlightId, view: { mode: 'gallery', page: 0, ...view }, area, lastSpoke })
}
const people = ({ pictures }: ReturnType<typeof scene>): string =>
  pictures
    .map(({ participantId, source, main }) => `${main ? '*' : ''}${participantId.slice(12)}${source === 'screen' ? 's' : ''}`)
    .join(' ')

describe('scene', () => {
  test.each([
    { name: 'alone', shown: scene({ participants: 1 }), kind: 'alone', order: '0' },
    { name: 'two', shown: scene({ participants: 2 }), kind: 'gallery', order: '1 0' },
    { name: 'speaker view', shown: scene({ participants: 4 }, { mode: 'speaker' }), kind: 'speaker', order: '*1 2 3 0' },
    {
      name: 'speaker view follows the speaker',
      shown: scene({ participants: 4 }, { mode: 'speaker' }, undefined, { 'participant-3': 9 }),
      kind: 'speaker',
      order: '*3 1 2 0',
    },
    {
      name: 'a pinned person stays',
      shown: scene({ participants: 4 }, { mode: 'speaker', pinnedId: 'participant-2' }, undefined, { 'participant-3': 9 }),
      kind: 'speaker',
      order: '*2 1 3 0',
    },
    { name: "another's share", shown: scene({ participants: 3, sharing: [2] }), kind: 'share', order: '*2s 1 2 0' },
    {
      name: 'the chosen of two shares',
      shown: scene({ participants: 3, sharing: [1, 2] }, { chosenShareId: 'participant-1-screen' }),
      kind: 'share',
      order: '*1s 1 2 0',
    },
    {
      name: 'a pinned person comes first beside a share',
      shown: scene({ participants: 4, sharing: [1] }, { pinnedId: 'participant-3' }),
      kind: 'share',
      order: '*1s 3 1 2 0',
    },
    { name: "one's own share changes nothing", shown: scene({ participants: 3, sharing: [0] }), kind: 'gallery', order: '1 2 0' },
  ])('$name', ({ shown, kind, order }) => {
    expect(shown.kind).toBe(kind)
    expect(people(shown)).toBe(order)
  })

  test('pages: oneself on each, room for the pager, a page that is gone becomes the last', () => {
    const shown = scene({ participants: 60 }, { page: 7 })
    expect(shown).toMatchObject({ kind: 'gallery', page: 1, pages: 2 })
    expect(shown.pictures.at(-1)?.participantId).toBe('participant-0')
    for (const { place } of shown.pictures) expect(place.top + place.height).toBeLessThanOrEqual(640 - 44 + 1)
  })

  test('a strip that is full says how many are hidden, before oneself', () => {
    const shown = scene({ participants: 40 }, { mode: 'speaker' })
    const strip = shown.pictures.filter(({ main }) => !main)
    expect(shown.hidden?.count).toBe(39 - strip.length)
    const own = strip.at(-1)
    expect(own?.participantId).toBe('participant-0')
    const places = [
      ...strip.map(({ place }) => `${place.left} ${place.top}`),
      `${shown.hidden?.place.left} ${shown.hidden?.place.top}`,
    ]
    expect(new Set(places).size).toBe(places.length)
  })

  test('a camera is shown 16:9, a share gets all there is', () => {
    const speaker = scene({ participants: 3 }, { mode: 'speaker' }).pictures[0]?.place
    expect((speaker?.width ?? 0) / (speaker?.height ?? 1)).toBeCloseTo(16 / 9, 1)
    expect(scene({ participants: 3, sharing: [1] }).pictures[0]?.place.height).toBe(640)
  })

  test('nothing is placed where there is no room', () => {
    expect(scene({ participants: 3 }, {}, { width: 0, height: 0 }).pictures).toEqual([])
  })
})
