/** What all test vectors are driven with: the suite that all members offer, and bytes as the vectors write them. */
import { hex } from '@scure/base'
import type { CiphersuiteImpl } from 'ts-mls'
import { COMMON_SUITE } from '#shared/encryption/group.ts'
import { suiteWith } from '../suite.ts'

export const bytes = (text: string): Uint8Array => hex.decode(text.toLowerCase())
export const text = (content: Uint8Array): string => hex.encode(content)

/** For the many vectors with which nothing is signed. */
export const vectorSuite = (): Promise<CiphersuiteImpl> =>
  suiteWith({ publicKey: new Uint8Array(32), sign: () => Promise.reject(new Error('nothing is signed here')) }, COMMON_SUITE)

/** How far a ratchet is followed: as far as any vector goes. */
export const KEY_RETENTION = { retainKeysForGenerations: 10, retainKeysForEpochs: 4, maximumForwardRatchetSteps: 200 }
