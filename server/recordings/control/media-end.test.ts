import { expect, it } from 'vitest'
import { cluster, HEADER } from '../testing/tiny-webm.ts'
import { mediaEnd } from './media-end.ts'

const file = (...times: number[]): Buffer => Buffer.concat([HEADER, ...times.map((time) => cluster(time))])

it.each([
  ['a file', file(0, 1_000, 2_000), 2_000],
  ['one cluster', file(500), 500],
  ['the end of a file', file(0, 1_000, 61_000).subarray(-1_200), 61_000],
  ['a header and nothing else', HEADER, undefined],
  ['nothing', Buffer.alloc(0), undefined],
  ['something else', Buffer.alloc(5_000, 0x1f), undefined],
])('of %s', (_, bytes, end) => {
  expect(mediaEnd(bytes)).toBe(end)
})

it('of a file that was cut off anywhere is that of the last block that is whole', () => {
  const whole = file(0, 1_000, 2_000)
  const start = HEADER.length
  let last = -1
  for (let length = start; length <= whole.length; length += 1) {
    const end = mediaEnd(whole.subarray(0, length))
    if (end === undefined) continue
    expect(end).toBeGreaterThanOrEqual(last)
    last = end
  }
  expect(last).toBe(2_000)
  expect(mediaEnd(whole.subarray(0, whole.length - 1))).toBe(1_000)
})
