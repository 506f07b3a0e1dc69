/**
 * X-Wing (draft-connolly-cfrg-xwing-kem) as the library has it, with X25519 done by the browser: in JavaScript that takes some 2 ms, two
 * of them a recipient, and a commit may have 200 recipients.
 */
import { CipherSuite } from '@hpke/core'
import { HkdfSha256, X25519 } from '@hpke/dhkem-x25519'
import { XWing } from '@hpke/hybridkem-x-wing'
import type { Ciphersuite, CiphersuiteImpl } from 'ts-mls'
import { makeAead } from 'ts-mls/crypto/implementation/default/makeAead.js'
import { makeKdf } from 'ts-mls/crypto/implementation/default/makeKdfImpl.js'
import { makeGenericHpke } from 'ts-mls/crypto/implementation/hpke.js'

/** What stands before the 32 bytes of a private key in PKCS #8 (RFC 8410 §7). */
const PKCS8 = Uint8Array.of(0x30, 0x2e, 2, 1, 0, 0x30, 5, 6, 3, 0x2b, 0x65, 0x6e, 4, 0x22, 4, 0x20)

/** RFC 7748 §6.1; rejects where all of the result would be zeros, as for a point of small order. */
class BrowsersX25519 extends X25519 {
  override async derive(scalar: Uint8Array, point: Uint8Array): Promise<Uint8Array> {
    const { subtle } = crypto
    const key = await subtle.importKey('pkcs8', new Uint8Array([...PKCS8, ...scalar]), 'X25519', false, ['deriveBits'])
    const other = await subtle.importKey('raw', new Uint8Array(point), 'X25519', false, [])
    return new Uint8Array(await subtle.deriveBits({ name: 'X25519', public: other }, key, 256))
  }
}

export class QuickXWing extends XWing {
  constructor() {
    super()
    this._x25519 = new BrowsersX25519(new HkdfSha256())
  }
}

/** HPKE (RFC 9180) of a suite whose KEM is X-Wing. */
export const hybridHpke = async ({ hpke }: Ciphersuite): Promise<CiphersuiteImpl['hpke']> => {
  const [sealing, aead] = await makeAead(hpke.aead)
  return makeGenericHpke(hpke, sealing, new CipherSuite({ kem: new QuickXWing(), kdf: makeKdf(hpke.kdf), aead }))
}
