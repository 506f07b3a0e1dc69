import { expect, test } from 'vitest'
import type { Source } from '#shared/contract/media.ts'
import { FakeProducer } from '../media/fake-media.ts'
import { firstPictures } from './first-pictures.ts'
import type { LiveProducer } from './live-participant.ts'

const producer = (participantId: string, source: Source, paused = false): LiveProducer => ({
  participantId,
  source,
  media: new FakeProducer(
    source,
    paused,
    () => undefined,
    () => undefined,
  ),
  paused,
})

const shown = (producers: LiveProducer[], lastSpoke: Record<string, number>, count: number): string[] =>
  firstPictures(producers, new Map(Object.entries(lastSpoke)), count).map(
    ({ participantId, source }) => `${participantId} ${source}`,
  )

test('what is shared comes first, then who spoke last, then the others as they came', () => {
  const producers = [
    producer('ada', 'camera'),
    producer('bo', 'camera'),
    producer('chen', 'camera'),
    producer('dara', 'screen'),
    producer('ada', 'microphone'),
  ]
  const expected = ['dara screen', 'chen camera', 'ada camera', 'bo camera']
  expect(shown(producers, { chen: 2, ada: 1 }, 10)).toEqual(expected)
  expect(shown(producers, { chen: 2, ada: 1 }, 2)).toEqual(expected.slice(0, 2))
  expect(shown(producers, {}, 0)).toEqual([])
})

test('a camera that shows nothing comes last', () => {
  expect(shown([producer('ada', 'camera', true), producer('bo', 'camera')], { ada: 9 }, 1)).toEqual(['bo camera'])
})
