import { expect, test } from 'vitest'
import { Reconciler } from './reconciler.ts'

test('steps never overlap, requests meanwhile are one more step, and the last wish is seen', async () => {
  let wish = 0
  let running = 0
  const seen: number[] = []
  const reconciler = new Reconciler(async () => {
    running += 1
    expect(running).toBe(1)
    await Promise.resolve()
    seen.push(wish)
    running -= 1
  })
  const requests = [1, 2, 3, 4].map((next) => {
    wish = next
    return reconciler.request()
  })
  wish = 5
  await Promise.all(requests)
  expect(seen).toEqual([5, 5])
  wish = 6
  await reconciler.request()
  expect(seen).toEqual([5, 5, 6])
})

test('a failure reaches who asked, and the next request begins anew', async () => {
  let fails = true
  const reconciler = new Reconciler(async () => {
    if (fails) throw new Error('no')
  })
  await expect(reconciler.request()).rejects.toThrow('no')
  fails = false
  await reconciler.request()
})

test('a failure that a newer wish has overtaken is forgotten', async () => {
  let step = 0
  const reconciler = new Reconciler(async () => {
    step += 1
    const mine = step
    await Promise.resolve()
    if (mine === 1) throw new Error('overtaken')
  })
  await Promise.all([reconciler.request(), reconciler.request()])
  expect(step).toBe(2)
})
