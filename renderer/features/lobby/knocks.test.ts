import { expect, test } from 'vitest'
import { fakeWaitingPerson } from '../../call/fake-people.ts'
import { followKnocks, hideKnocks, noKnocks } from './knocks.ts'

const people = (...indexes: number[]) => indexes.map((index) => fakeWaitingPerson(index, 0))

test('who comes is news once, and gone when let in', () => {
  const first = followKnocks(noKnocks, people(0, 1))
  expect(first).toMatchObject({ news: true, shown: ['waiting-0', 'waiting-1'] })
  const same = followKnocks(first, people(0, 1))
  expect(same).toMatchObject({ news: false, shown: ['waiting-0', 'waiting-1'] })
  expect(followKnocks(same, people(1))).toMatchObject({ news: false, shown: ['waiting-1'] })
})

test('what was put away stays away, and only the next person is told of', () => {
  const hidden = hideKnocks(followKnocks(noKnocks, people(0)))
  expect(followKnocks(hidden, people(0))).toMatchObject({ news: false, shown: [] })
  expect(followKnocks(hidden, people(0, 1))).toMatchObject({ news: true, shown: ['waiting-1'] })
})

test('whoever comes back to the lobby is news again', () => {
  const gone = followKnocks(followKnocks(noKnocks, people(0)), [])
  expect(followKnocks(gone, people(0)).news).toBe(true)
})
