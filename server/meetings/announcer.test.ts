import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { Announcement, EventSink } from './announcement.ts'
import { Announcer } from './announcer.ts'
import { EventGate } from './event-gate.ts'

let now = 0
beforeEach(() => {
  now = 0
  vi.spyOn(performance, 'now').mockImplementation(() => now)
})
afterEach(() => vi.restoreAllMocks())

const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

/** Takes a ms for each thing that it is told. */
class SlowSink implements EventSink {
  readonly told: string[] = []

  send({ json }: Announcement): void {
    now += 1
    this.told.push(JSON.parse(json).participantId)
  }

  end(): void {}

  drop(): void {}
}

test('what is too much for one turn goes out in several, to each in the order in which it happened', async () => {
  const announcer = new Announcer(8)
  const sinks = Array.from({ length: 40 }, () => new SlowSink())
  const gates = sinks.map((sink) => new EventGate(sink, announcer))
  for (const gate of gates) gate.open({ json: '{"participantId":"first"}' })
  const told = () => sinks.filter((sink) => sink.told.length > 1).length

  for (const gate of gates.slice(0, 16)) gate.send({ type: 'activeSpeaker', participantId: 'a' })
  for (const participantId of ['b', 'c']) {
    announcer.tell({ json: JSON.stringify({ participantId }) }, gates)
  }
  expect(told()).toBeGreaterThan(0)
  expect(told()).toBeLessThan(40)
  for (let turn = 0; told() < 40 || sinks.at(-1)?.told.length !== 3; turn += 1) {
    expect(turn).toBeLessThan(40)
    await nextTurn()
  }
  expect(sinks.map(({ told: each }) => each.join(' '))).toEqual([
    ...Array.from({ length: 16 }, () => 'first a b c'),
    ...Array.from({ length: 24 }, () => 'first b c'),
  ])
})
