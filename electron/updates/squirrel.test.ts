import { EventEmitter } from 'node:events'
import { expect, test } from 'vitest'
import { handOverTo } from './squirrel.ts'

class FakeSquirrel extends EventEmitter {
  checks = 0

  checkForUpdates(): void {
    this.checks++
  }
}

test('it is handed over when Squirrel has the whole package, not before', async () => {
  const squirrel = new FakeSquirrel()
  let isDone = false
  const handedOver = handOverTo(squirrel).then(() => {
    isDone = true
  })
  expect(squirrel.checks).toBe(1)
  squirrel.emit('update-available')
  await Promise.resolve()
  expect(isDone).toBe(false)
  squirrel.emit('update-downloaded')
  await handedOver
})

test('what Squirrel refuses is not handed over', async () => {
  const squirrel = new FakeSquirrel()
  const handedOver = handOverTo(squirrel)
  squirrel.emit('error', new Error('code signature'))
  await expect(handedOver).rejects.toThrow('code signature')
})

test('nobody waits for ever', () => expect(handOverTo(new FakeSquirrel(), 1)).rejects.toThrow())
