import { beforeEach, expect, test, vi } from 'vitest'
import type { Tokens } from '#shared/contract/identity.ts'
import { ParleyError } from '#shared/errors.ts'
import { createLog } from '../diagnostics/log.ts'
import { type Continuation, SessionTokens } from './session-tokens.ts'

/** As the service does it: each refresh token once, but the same answer to the same attempt. */
class Rotation {
  counter = 0
  asked: Required<Continuation>[] = []
  isEnded = false
  losesReply = false
  #last: { attempt: string; used: string } | undefined

  tokens(): Tokens {
    return { accessToken: `access-${this.counter}`, accessExpiresAt: now + 600_000, refreshToken: `refresh-${this.counter}` }
  }

  readonly refresh = async (asked: Required<Continuation>): Promise<Tokens> => {
    this.asked.push(asked)
    const isRepeated = this.#last?.attempt === asked.attempt && this.#last.used === asked.refreshToken
    if (this.isEnded || (asked.refreshToken !== `refresh-${this.counter}` && !isRepeated)) {
      this.isEnded = true
      throw new ParleyError('SESSION_ENDED')
    }
    if (!isRepeated) this.counter++
    this.#last = { attempt: asked.attempt, used: asked.refreshToken }
    if (this.losesReply) throw new ParleyError('SERVICE_UNREACHABLE')
    return this.tokens()
  }
}

let now: number
let rotation: Rotation
let kept: Continuation
let isDiskFull: boolean
const keep = vi.fn(async (continuation: Continuation) => {
  if (isDiskFull) throw new ParleyError('KEYSTORE_UNAVAILABLE')
  kept = continuation
})
const open = (options: Partial<ConstructorParameters<typeof SessionTokens>[0]> = {}) =>
  new SessionTokens({
    continuation: kept,
    refresh: rotation.refresh,
    keep,
    now: () => now,
    log: createLog(() => undefined),
    ...options,
  })

beforeEach(() => {
  keep.mockClear()
  now = 1_000_000
  isDiskFull = false
  rotation = new Rotation()
  kept = { refreshToken: 'refresh-0' }
})

test('an access token serves until less than a minute is left', async () => {
  const tokens = open({ access: rotation.tokens() })
  now += 540_000
  expect(await tokens.access()).toBe('access-0')
  now += 1
  expect(await tokens.access()).toBe('access-1')
  expect(await tokens.access()).toBe('access-1')
  expect(rotation.asked).toHaveLength(1)
})

test('all who need a new one share it', async () => {
  const tokens = open()
  expect(await Promise.all([tokens.access(), tokens.access(), tokens.access()])).toEqual(Array(3).fill('access-1'))
  expect(rotation.asked).toHaveLength(1)
})

test('one that was refused is replaced once, however many were refused with it', async () => {
  const tokens = open({ access: rotation.tokens() })
  expect(await Promise.all([tokens.accessInsteadOf('access-0'), tokens.accessInsteadOf('access-0')])).toEqual([
    'access-1',
    'access-1',
  ])
  expect(await tokens.accessInsteadOf('access-0')).toBe('access-1')
  expect(rotation.asked).toHaveLength(1)
})

test('a refresh token is kept with its attempt before it is used, and the next one after', async () => {
  const order: unknown[] = []
  keep.mockImplementation(async (continuation) => void order.push(continuation))
  await open({
    refresh: (asked) => {
      order.push('used')
      return rotation.refresh(asked)
    },
  }).access()
  expect(order).toEqual([{ refreshToken: 'refresh-0', attempt: expect.any(String) }, 'used', { refreshToken: 'refresh-1' }])
  keep.mockImplementation(async (continuation) => {
    if (isDiskFull) throw new ParleyError('KEYSTORE_UNAVAILABLE')
    kept = continuation
  })
})

test('a lost reply is asked for again under the same attempt', async () => {
  const tokens = open()
  rotation.losesReply = true
  await expect(tokens.access()).rejects.toMatchObject({ code: 'SERVICE_UNREACHABLE' })
  rotation.losesReply = false
  expect(await tokens.access()).toBe('access-1')
  expect(new Set(rotation.asked.map(({ attempt }) => attempt)).size).toBe(1)
  now += 600_000
  expect(await tokens.access()).toBe('access-2')
  expect(new Set(rotation.asked.map(({ attempt }) => attempt)).size).toBe(2)
})

test('so it is when the program ended before the reply', async () => {
  rotation.losesReply = true
  await expect(open().access()).rejects.toMatchObject({ code: 'SERVICE_UNREACHABLE' })
  rotation.losesReply = false
  expect(await open({ continuation: kept }).access()).toBe('access-1')
  expect(rotation.isEnded).toBe(false)
})

test('so it is when the new token could not be kept', async () => {
  const tokens = open({
    refresh: async (asked) => {
      isDiskFull = true
      return rotation.refresh(asked)
    },
  })
  expect(await tokens.access()).toBe('access-1')
  now += 600_000
  // It is not used before it is kept.
  await expect(tokens.access()).rejects.toMatchObject({ code: 'KEYSTORE_UNAVAILABLE' })
  expect(rotation.counter).toBe(1)
  isDiskFull = false
  expect(await open({ continuation: kept }).access()).toBe('access-1')
  expect(rotation.isEnded).toBe(false)
})

test('what the service refuses is passed on', async () => {
  rotation.isEnded = true
  await expect(open().access()).rejects.toMatchObject({ code: 'SESSION_ENDED' })
})

test('while tokens are replaced nobody gets or renews the old ones', async () => {
  const tokens = open({ access: rotation.tokens() })
  const opened = Promise.withResolvers<Tokens>()
  const replaced = tokens.replace(() => opened.promise)
  const [asked, instead] = [tokens.access(), tokens.accessInsteadOf('access-0')]
  opened.resolve({ accessToken: 'confirmed', accessExpiresAt: now + 600_000, refreshToken: 'other' })
  await replaced
  expect(await Promise.all([asked, instead])).toEqual(['confirmed', 'confirmed'])
  expect(kept).toEqual({ refreshToken: 'other' })
  expect(rotation.asked).toEqual([])
})

test('a renewal under way is over before tokens are replaced', async () => {
  const tokens = open()
  const access = tokens.access()
  const opened = vi.fn(async () => ({ accessToken: 'confirmed', accessExpiresAt: now + 600_000, refreshToken: 'other' }))
  await tokens.replace(opened)
  expect(await access).toBe('access-1')
  expect(kept).toEqual({ refreshToken: 'other' })
  expect(await tokens.access()).toBe('confirmed')
})

test('a replacement that fails leaves everything as it was', async () => {
  const tokens = open({ access: rotation.tokens() })
  await expect(tokens.replace(() => Promise.reject(new ParleyError('ID_TOKEN_INVALID')))).rejects.toMatchObject({
    code: 'ID_TOKEN_INVALID',
  })
  expect(await tokens.access()).toBe('access-0')
})
