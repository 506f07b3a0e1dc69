import { expect, it } from 'vitest'
import { closed, isOpen, MOST_SPANS, opened } from './spans.ts'

it('keeps a bounded number: of more the last one goes on', () => {
  let spans: ReturnType<typeof opened> = []
  for (let at = 0; at < 3 * MOST_SPANS; at += 1) spans = closed(opened(spans, at), at + 0.5)
  expect(spans).toHaveLength(MOST_SPANS)
  expect(spans[0]).toEqual({ from: 0, to: 0.5 })
  expect(spans.at(-1)).toEqual({ from: MOST_SPANS - 1, to: 3 * MOST_SPANS - 0.5 })
})

it('is open while the last one goes on', () => {
  expect([isOpen([]), isOpen([{ from: 1 }]), isOpen([{ from: 1, to: 2 }])]).toEqual([false, true, false])
  expect(closed([{ from: 1, to: 2 }, { from: 5 }], 3)).toEqual([
    { from: 1, to: 2 },
    { from: 5, to: 5 },
  ])
})
