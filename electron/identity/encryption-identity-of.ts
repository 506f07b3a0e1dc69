import { decodeJwt } from 'jose'
import type { Account } from '#shared/contract/identity.ts'
import type { EncryptionIdentity } from '#shared/encryption/encryption-identity.ts'
import type { SignInProof } from './saved-session.ts'

/** Of a claim of one's own ID token, which one's own sign-in has verified. */
const claimOf = (idToken: string, claim: string): string => {
  const value = decodeJwt(idToken)[claim]
  // Without one that can be read nobody is known to be of the same.
  return typeof value === 'string' ? value : ''
}

/** What somebody shows others of their sign-in. Their organisation is the one that their own token names. */
export const encryptionIdentityOf = ({ provider, idToken, opening }: SignInProof, { person }: Account): EncryptionIdentity => {
  const { issuer, clientId, organisation, organisationClaim: claim } = provider
  return {
    idToken,
    opening,
    provider: {
      issuer,
      clientId,
      organisation: person.organisation ?? organisation,
      ...(claim === undefined ? {} : { member: { claim, value: claimOf(idToken, claim) } }),
    },
  }
}
