/** MLS messages (RFC 9420 §6) as bytes: each is one message, whole, of the kind that is expected. */
import {
  decodeMlsMessage,
  encodeMlsMessage,
  type GroupInfo,
  type KeyPackage,
  type MLSMessage,
  type PrivateMessage,
  type PublicMessage,
  type RatchetTree,
  type Welcome,
} from 'ts-mls'
import { decodeRatchetTree, encodeRatchetTree } from 'ts-mls/ratchetTree.js'
import { refusal } from './refusal.ts'

type Wireformat = MLSMessage['wireformat']

const decode = <W extends Wireformat>(bytes: Uint8Array, wireformat: W): Extract<MLSMessage, { wireformat: W }> => {
  const is = (message: MLSMessage): message is Extract<MLSMessage, { wireformat: W }> => message.wireformat === wireformat
  let decoded: ReturnType<typeof decodeMlsMessage>
  try {
    decoded = decodeMlsMessage(bytes, 0)
  } catch (error) {
    throw refusal('no MLS message', error)
  }
  if (decoded === undefined || decoded[1] !== bytes.length || !is(decoded[0])) throw refusal(`no ${wireformat}`)
  return decoded[0]
}

const encode = (message: MLSMessage): Uint8Array => encodeMlsMessage(message)
const version = 'mls10' as const

export const readPublicMessage = (bytes: Uint8Array): PublicMessage => decode(bytes, 'mls_public_message').publicMessage
export const readPrivateMessage = (bytes: Uint8Array): PrivateMessage => decode(bytes, 'mls_private_message').privateMessage
export const readWelcome = (bytes: Uint8Array): Welcome => decode(bytes, 'mls_welcome').welcome
export const readGroupInfo = (bytes: Uint8Array): GroupInfo => decode(bytes, 'mls_group_info').groupInfo
export const readKeyPackage = (bytes: Uint8Array): KeyPackage => decode(bytes, 'mls_key_package').keyPackage

export const writePublicMessage = (publicMessage: PublicMessage): Uint8Array =>
  encode({ version, wireformat: 'mls_public_message', publicMessage })
export const writePrivateMessage = (privateMessage: PrivateMessage): Uint8Array =>
  encode({ version, wireformat: 'mls_private_message', privateMessage })
export const writeWelcome = (welcome: Welcome): Uint8Array => encode({ version, wireformat: 'mls_welcome', welcome })
export const writeGroupInfo = (groupInfo: GroupInfo): Uint8Array => encode({ version, wireformat: 'mls_group_info', groupInfo })
export const writeKeyPackage = (keyPackage: KeyPackage): Uint8Array =>
  encode({ version, wireformat: 'mls_key_package', keyPackage })

export const readTree = (bytes: Uint8Array): RatchetTree => {
  try {
    const decoded = decodeRatchetTree(bytes, 0)
    if (decoded !== undefined && decoded[1] === bytes.length) return decoded[0]
  } catch (error) {
    throw refusal('no ratchet tree', error)
  }
  throw refusal('no ratchet tree')
}
export const writeTree = (tree: RatchetTree): Uint8Array => encodeRatchetTree(tree)
