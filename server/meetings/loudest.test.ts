import { describe, expect, test } from 'vitest'
import { EVERYBODY, FORWARDED, HOLD, LoudestMicrophones, MARGIN } from './loudest.ts'

const names = (count: number): string[] => Array.from({ length: count }, (_, index) => `m${index}`)

const opened = (count: number): LoudestMicrophones => {
  const microphones = new LoudestMicrophones()
  for (const name of names(count)) microphones.open(name)
  return microphones
}

const forwarded = (microphones: LoudestMicrophones, count: number): string[] =>
  names(count).filter((name) => microphones.isForwarded(name))

const loud = (names: readonly string[], level = -30) => names.map((producerId) => ({ producerId, level }))

describe('LoudestMicrophones', () => {
  test('forwards everybody in a small meeting, silent or not', () => {
    expect(forwarded(opened(EVERYBODY), EVERYBODY)).toHaveLength(EVERYBODY)
  })

  test('forwards only some in a larger one, and those who were heard last', () => {
    const microphones = opened(EVERYBODY)
    microphones.hear(loud(['m1', 'm3', 'm5']), 101_000)
    microphones.open('m8')
    const now = forwarded(microphones, 9)
    expect(now).toHaveLength(FORWARDED)
    expect(now).toEqual(expect.arrayContaining(['m1', 'm3', 'm5']))
  })

  test('forwards everybody again when the meeting is small again', () => {
    const microphones = opened(EVERYBODY + 1)
    microphones.close('m0')
    expect(forwarded(microphones, 9)).toHaveLength(EVERYBODY)
  })

  test('lets whoever speaks take the place of who was silent longest', () => {
    const microphones = opened(12)
    microphones.hear(loud(['m0', 'm1', 'm2', 'm3', 'm4', 'm5']), 101_000)
    microphones.hear(loud(['m1', 'm2', 'm3', 'm4', 'm5']), 102_000)
    microphones.hear(loud(['m11']), 102_000 + HOLD)
    expect(microphones.isForwarded('m11')).toBe(true)
    expect(microphones.isForwarded('m0')).toBe(false)
    expect(forwarded(microphones, 12)).toHaveLength(FORWARDED)
  })

  test('cuts nobody off between two words', () => {
    const microphones = opened(12)
    const six = names(6)
    microphones.hear(loud(six), 101_000)
    microphones.hear(loud(['m11']), 101_000 + HOLD - 1)
    expect(forwarded(microphones, 12).toSorted()).toEqual(six)
  })

  test('lets somebody much louder take the place of somebody faint, and nobody slightly louder', () => {
    const microphones = opened(12)
    const six = names(6)
    microphones.hear(loud(six, -50), 101_000)
    microphones.hear([...loud(six, -50), ...loud(['m10'], -50 + MARGIN - 1)], 101_400)
    expect(microphones.isForwarded('m10')).toBe(false)
    microphones.hear([...loud(six, -50), ...loud(['m10'], -50 + MARGIN)], 101_800)
    expect(microphones.isForwarded('m10')).toBe(true)
    expect(forwarded(microphones, 12)).toHaveLength(FORWARDED)
  })

  test('gives the place of whoever mutes to the next who speaks', () => {
    const microphones = opened(12)
    microphones.hear(loud(names(6)), 101_000)
    microphones.close('m0')
    microphones.hear(loud(['m9']), 101_100)
    expect(microphones.isForwarded('m0')).toBe(false)
    expect(microphones.isForwarded('m9')).toBe(true)
  })

  test('hears nobody who is not open', () => {
    const microphones = opened(9)
    microphones.hear(loud(['stranger']), 101_000)
    expect(microphones.isForwarded('stranger')).toBe(false)
  })
})
