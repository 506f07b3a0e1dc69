import { describe, expect, test } from 'vitest'
import { ParleyError } from '#shared/errors.ts'
import { ALLOW, type ModerationProvider, objectTo, type Verdict } from '#shared/moderation/provider.ts'
import { Moderation } from './providers.ts'

const saying = (verdict: Verdict): ModerationProvider => ({ name: 'fixed', judge: () => verdict })

const failing = (error: Error): ModerationProvider => ({ name: 'failing', judge: () => Promise.reject(error) })

const unreachable = failing(new ParleyError('MODERATION_UNREACHABLE'))
const INSULT = objectTo('insult')
const THREAT = objectTo('threat')

describe('on arrival', () => {
  test.each<[Verdict, Verdict, Verdict]>([
    [ALLOW, ALLOW, ALLOW],
    [ALLOW, INSULT, INSULT],
    [INSULT, ALLOW, INSULT],
    [INSULT, THREAT, THREAT],
    [THREAT, INSULT, THREAT],
  ])('of %o and %o the stricter wins', async (bundled, hosted, verdict) => {
    const moderation = new Moderation(saying(bundled), saying(hosted))
    expect(await moderation.judge('text', 'warn')).toEqual(verdict)
    expect(await moderation.judge('text', 'hold')).toEqual(verdict)
  })

  test('nobody is asked where the meeting has it off', async () => {
    const moderation = new Moderation(failing(new Error('asked')), failing(new Error('asked')))
    expect(await moderation.judge('text', 'off')).toEqual(ALLOW)
  })

  test('what is refused goes nowhere else', async () => {
    const moderation = new Moderation(saying(THREAT), failing(new Error('asked')))
    expect(await moderation.judge('text', 'hold')).toEqual(THREAT)
  })

  test('a hosted provider that does not answer fails closed where messages are held', async () => {
    await expect(new Moderation(saying(ALLOW), unreachable).judge('text', 'hold')).rejects.toThrow('MODERATION_UNREACHABLE')
    await expect(new Moderation(saying(INSULT), unreachable).judge('text', 'hold')).rejects.toThrow('MODERATION_UNREACHABLE')
  })

  test('and leaves it to the bundled one where people are only warned', async () => {
    expect(await new Moderation(saying(ALLOW), unreachable).judge('text', 'warn')).toEqual(ALLOW)
    expect(await new Moderation(saying(INSULT), unreachable).judge('text', 'warn')).toEqual(INSULT)
  })

  test('a fault is a fault, whatever the option', async () => {
    await expect(new Moderation(saying(ALLOW), failing(new Error('fault'))).judge('text', 'warn')).rejects.toThrow('fault')
  })

  test('the bundled provider is there without configuration', async () => {
    expect(await Moderation.of(undefined).judge('I will kill you', 'warn')).toEqual(THREAT)
  })
})
