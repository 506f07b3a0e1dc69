/**
 * What somebody who was removed can know of the epoch after, if the commit that removed them brought nothing new into it: the last
 * epoch's init secret and the new group's context, which is public, are all that it hangs on (RFC 9420 §8). A commit that removes
 * anybody must carry an UpdatePath (§12.4): its secret is what they lack.
 */
import { type CiphersuiteImpl, mlsExporter } from 'ts-mls'
import { initializeEpoch } from 'ts-mls/keySchedule.js'
import { isMlsSuite } from '#shared/encryption/group.ts'
import { suiteWith } from '../../renderer/encryption/mls/suite.ts'
import { readGroupInfo } from '../../renderer/encryption/mls/wire.ts'

const NOBODY = { publicKey: new Uint8Array(), sign: () => Promise.reject(new Error('signs nothing')) }

const suiteOf = (name: string): Promise<CiphersuiteImpl> => {
  if (!isMlsSuite(name)) throw new TypeError('no suite of meetings')
  return suiteWith(NOBODY, name)
}

/** The base key of frames, as of `exporterSecret`; `suite` is the group's, by name. */
export const baseKeyOf = async (exporterSecret: Uint8Array, suite: string): Promise<Uint8Array> =>
  mlsExporter(exporterSecret, 'SFrame 1.0 Base Key', new Uint8Array(), 16, await suiteOf(suite))

/** @param groupInfo of the epoch after the one that `initSecret` is of */
export const baseKeyWithoutPath = async (initSecret: Uint8Array, groupInfo: Uint8Array): Promise<Uint8Array> => {
  const { groupContext } = readGroupInfo(groupInfo)
  const { kdf } = await suiteOf(groupContext.cipherSuite)
  const zeros = new Uint8Array(kdf.size)
  const { keySchedule } = await initializeEpoch(initSecret, zeros, groupContext, zeros, kdf)
  return baseKeyOf(keySchedule.exporterSecret, groupContext.cipherSuite)
}
