import { afterEach, beforeEach, expect, test } from 'vitest'
import { ParleyError } from '#shared/errors.ts'
import { type Calls, type LinkPort, openLink } from './link.ts'

interface Answering {
  double(input: number): number
  refuse(input: null): void
  break(input: null): void
}

let channel: MessageChannel
let calls: Calls<Answering>
beforeEach(() => {
  channel = new MessageChannel()
  const ports = [channel.port1, channel.port2] as const
  for (const port of ports) port.start()
  openLink<Answering, Record<never, never>>(ports[0] as LinkPort, {
    double: (input) => input * 2,
    refuse: () => {
      throw new ParleyError('EPOCH_STALE', 'why')
    },
    break: () => {
      throw new Error('a secret of the other side')
    },
  })
  calls = openLink<Record<never, never>, Answering>(ports[1] as LinkPort, {})
})
afterEach(() => channel.port1.close())

test('each call has its own answer', async () => {
  expect(await Promise.all([calls.double(1), calls.double(2), calls.double(3)])).toEqual([2, 4, 6])
})

test('a refusal comes with its code and detail', async () => {
  await expect(calls.refuse(null)).rejects.toMatchObject({ code: 'EPOCH_STALE', detail: 'why' })
})

test('of an error no more crosses than that there was one', async () => {
  await expect(calls.break(null)).rejects.toMatchObject({ code: 'INTERNAL', detail: undefined })
})

test.each(['toString', 'constructor', 'erase'])('what is not offered is not called: %s', async (name) => {
  const call = Reflect.get(calls, name) as (input: unknown) => Promise<unknown>
  await expect(call(null)).rejects.toMatchObject({ code: 'UNKNOWN_PROCEDURE' })
})
