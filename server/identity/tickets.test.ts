import { expect, test } from 'vitest'
import { Tickets } from './tickets.ts'

test('a ticket is good once', () => {
  const tickets = new Tickets<string>(1_000, () => 0)
  const { ticket, expiresAt } = tickets.open('session')
  expect(expiresAt).toBe(1_000)
  expect(tickets.redeem(ticket)).toBe('session')
  expect(tickets.redeem(ticket)).toBeUndefined()
})

test('a ticket is good for its lifetime', () => {
  let now = 0
  const tickets = new Tickets<string>(1_000, () => now)
  const [early, late] = [tickets.open('a'), tickets.open('b')]
  now = 999
  expect(tickets.redeem(early.ticket)).toBe('a')
  now = 1_000
  expect(tickets.redeem(late.ticket)).toBeUndefined()
})

test('no two tickets are the same, and none can be made up', () => {
  const tickets = new Tickets<number>(1_000)
  const drawn = new Set(Array.from({ length: 100 }, (_, index) => tickets.open(index).ticket))
  expect(drawn.size).toBe(100)
  expect(tickets.redeem('')).toBeUndefined()
  expect(tickets.redeem('ticket')).toBeUndefined()
})
