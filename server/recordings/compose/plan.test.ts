import { describe, expect, it } from 'vitest'
import { at, manifest, segment, track } from '#shared/recording/testing/sample-manifest.ts'
import { cellsFor, HEIGHT, WIDTH } from './picture.ts'
import { argumentsOf, planFor } from './plan.ts'

const camera = (id: string, from = 0, to = 60) => track(id, 'camera', [segment(`s-${id}`, 'video', [from, to])])

describe('the places of pictures', () => {
  it.each([1, 2, 3, 4, 5, 7, 9, 12, 16])('%d fit beside each other', (count) => {
    const cells = cellsFor(count)
    expect(cells).toHaveLength(count)
    for (const [index, one] of cells.entries()) {
      expect(one.x >= 0 && one.y >= 0 && one.x + one.width <= WIDTH && one.y + one.height <= HEIGHT).toBe(true)
      expect([one.x, one.y, one.width, one.height].every((value) => value % 2 === 0)).toBe(true)
      for (const other of cells.slice(index + 1)) {
        const apart = one.x + one.width <= other.x || other.x + other.width <= one.x || one.y + one.height <= other.y
        expect(apart).toBe(true)
      }
    }
  })
})

describe('the plan of a file', () => {
  it('brings each file’s own time to its position', () => {
    const { inputs, filters, duration, sound } = planFor(
      manifest([
        track('t1', 'microphone', [segment('s1', 'audio', [0, 60])], [{ from: at(10), to: at(20), reason: 'muted' }]),
        camera('t2', 5),
      ]),
    )
    expect([duration, sound, inputs.map(({ id }) => id)]).toEqual([60_000, true, ['s-t2', 's1']])
    expect(filters).toContain("[0:v]select='between(t,0.000,55.000)',setpts='(5.000+(T-0.000)*1.000000000)/TB'")
    expect(filters).toContain("overlay=0:0:eof_action=pass:enable='between(t,5.000,60.000)'")
    expect(filters).toContain("[1:a]aselect='between(t,0.000,10.000)+between(t,20.000,60.000)'")
  })

  it('cuts pauses out', () => {
    const { filters, duration } = planFor(
      manifest([track('t1', 'microphone', [segment('s1', 'audio', [0, 60])])], { pauses: [{ from: at(10), to: at(30) }] }),
    )
    expect(duration).toBe(40_000)
    expect(filters).toContain("asetpts='(if(lte(T,10.000),0.000+(T-0.000)*1.000000000,10.000+(T-30.000)*1.000000000))/TB'")
  })

  it('shows what is shared over the cameras, and of many cameras those that were on longest', () => {
    const many = Array.from({ length: 20 }, (_, index) => camera(`t${index}`, 0, 10 + index))
    const shared = track('share', 'screen', [segment('s-share', 'video', [30, 60])])
    const { inputs } = planFor(manifest([...many, shared]))
    expect(inputs).toHaveLength(17)
    expect(inputs.at(-1)?.id).toBe('s-share')
    expect(inputs.map(({ id }) => id)).not.toContain('s-t0')
  })

  it('is a quiet dark picture where nobody showed or said anything', () => {
    const plan = planFor(manifest([]))
    expect([plan.inputs, plan.sound]).toEqual([[], false])
    expect(argumentsOf(plan)).not.toContain('[a]')
  })
})
