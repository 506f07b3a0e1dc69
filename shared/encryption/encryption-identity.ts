import { z } from 'zod'
import { Credential, ProviderInfo } from '../contract/identity.ts'
import { Opening } from '../identity/device-key.ts'

/** What somebody who signed in at a provider has to show in encrypted meetings, and whom they believe about others. */
export const EncryptionIdentity = z.object({
  idToken: Credential.options[0].shape.idToken,
  opening: Opening,
  /** The provider where they signed in themselves: the only one that this client asks for keys. */
  provider: z.object({
    issuer: ProviderInfo.shape.issuer,
    clientId: ProviderInfo.shape.clientId,
    organisation: ProviderInfo.shape.organisation,
    /** What tells people of their organisation from others whom the provider signs in. */
    member: z.object({ claim: z.string().min(1).max(100), value: z.string().max(200) }).optional(),
  }),
})
export type EncryptionIdentity = z.infer<typeof EncryptionIdentity>
