import { createSocket } from 'node:dgram'
import { expect, it } from 'vitest'
import { giveBackPortPair, LOOPBACK, PortLine, takePortPair } from './ports.ts'

it('gives nobody a pair that somebody else has not given back', async () => {
  const ports = await Promise.all(Array.from({ length: 200 }, takePortPair))
  expect(new Set(ports).size).toBe(ports.length)
  for (const port of ports) giveBackPortPair(port)
})

it('finds even ports whose next one is free', async () => {
  for (let round = 0; round < 10; round += 1) expect((await takePortPair()) % 2).toBe(0)
})

it('knows when somebody listens, and gives up when it is told to', async () => {
  const port = await takePortPair()
  const line = await PortLine.open(port)
  const socket = createSocket('udp4')
  try {
    await expect(line.listened(AbortSignal.timeout(100))).rejects.toThrow()
    await new Promise<void>((resolve) => socket.bind(port, LOOPBACK, resolve))
    await line.listened(AbortSignal.timeout(10_000))
  } finally {
    line.close()
    line.close()
    line.knock()
    socket.close()
  }
})
