import { LIMITS } from '../../meeting/limits.ts'
import { ALLOW, objectTo, type Verdict } from '../provider.ts'

/** Every provider in a test takes this for a threat, and nothing else for anything. */
export const THREAT = 'I will kill you'

const filler = (length: number): string => 'lunch '.repeat(length).slice(0, length)

/** What every provider says, whoever it asks: the one contract that all of them are held to. */
export const PROVIDER_CONTRACT: readonly (readonly [what: string, text: string, verdict: Verdict])[] = [
  ['no text', '', ALLOW],
  ['blanks', ' \n\t ', ALLOW],
  ['one letter', 'a', ALLOW],
  ['emoji', '👍🏽 👩‍👩‍👧‍👦 🎉❤️', ALLOW],
  ['half an emoji', '\ud83d', ALLOW],
  ['another script', '明日の会議は三時からです。', ALLOW],
  ['signs', '*** ((( ??? $$$ @@@ !!! ||| ---', ALLOW],
  ['an ordinary message', 'See you at three in the small room', ALLOW],
  ['the longest message', filler(LIMITS.message), ALLOW],
  ['more than any message has', filler(20 * LIMITS.message), ALLOW],
  ['a threat', THREAT, objectTo('threat')],
  ['the same threat again', THREAT, objectTo('threat')],
  ['a threat among emoji', `🎉🎉 ${THREAT} 🎉`, objectTo('threat')],
  ['a threat at the end of the longest message', `${filler(LIMITS.message - THREAT.length - 2)}. ${THREAT}`, objectTo('threat')],
  ['a threat at the end of more than that', `${filler(20 * LIMITS.message)}. ${THREAT}`, objectTo('threat')],
]
