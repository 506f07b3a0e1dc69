/**
 * What somebody who was removed can know of the epoch after, if the commit that removed them brought nothing new into it: the last
 * epoch's init secret and the new group's context, which is public, are all that it hangs on (RFC 9420 §8). A commit that removes
 * anybody must carry an UpdatePath (§12.4): its secret is what they lack.
 */
import { mlsExporter } from 'ts-mls'
import { initializeEpoch } from 'ts-mls/keySchedule.js'
import { suiteWith } from '../../renderer/encryption/mls/suite.ts'
import { readGroupInfo } from '../../renderer/encryption/mls/wire.ts'

const suite = await suiteWith({ publicKey: new Uint8Array(), sign: () => Promise.reject(new Error('signs nothing')) })
const ZEROS = new Uint8Array(suite.kdf.size)

/** The base key of frames, as of `exporterSecret`. */
export const baseKeyOf = (exporterSecret: Uint8Array): Promise<Uint8Array> =>
  mlsExporter(exporterSecret, 'SFrame 1.0 Base Key', new Uint8Array(), 16, suite)

/** @param groupInfo of the epoch after the one that `initSecret` is of */
export const baseKeyWithoutPath = async (initSecret: Uint8Array, groupInfo: Uint8Array): Promise<Uint8Array> => {
  const { groupContext } = readGroupInfo(groupInfo)
  const { keySchedule } = await initializeEpoch(initSecret, ZEROS, groupContext, ZEROS, suite.kdf)
  return baseKeyOf(keySchedule.exporterSecret)
}
