import { createSocket } from 'node:dgram'
import { expect, it } from 'vitest'
import { freePortPair, LOOPBACK, PortLine } from './ports.ts'

it('finds even ports whose next one is free', async () => {
  for (let round = 0; round < 10; round += 1) expect((await freePortPair()) % 2).toBe(0)
})

it('knows when somebody listens, and gives up when it is told to', async () => {
  const port = await freePortPair()
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
