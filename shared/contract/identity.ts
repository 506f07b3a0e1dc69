/**
 * Who somebody is, and the sessions that prove it. A session is bound to a key that stays with the client: each request but
 * `openSession` and `refreshSession` carries `Authorization: DPoP <access token>`, and each of them a proof in `DPoP` (RFC 9449).
 */
import { oc } from '@orpc/contract'
import { z } from 'zod'
import { Opening, Signature } from '../identity/device-key.ts'
import { LIMITS } from '../meeting/limits.ts'
import { Code, Id, Person, PlatformOs, Time } from './common.ts'

/** An e-mail address, as far as it is ours to judge. */
export const Email = z
  .string()
  .trim()
  .max(254)
  .regex(/^[^\s@]+@[^\s@.]+(\.[^\s@.]+)+$/)

export const Credential = z.discriminatedUnion('kind', [
  /** A sign-in at the organisation's provider, with the key that its nonce commits to and a signature by that key. */
  z.object({
    kind: z.literal('idToken'),
    idToken: z
      .string()
      .max(16_384)
      .regex(/^[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]*$/),
    opening: Opening,
    /** Over `sessionStatement`. */
    signature: Signature,
  }),
  /** One of the embedded service's sample people; refused where the service serves anything but loopback. */
  z.object({ kind: z.literal('sample'), personId: Id }),
  /** Somebody with a link and a name, for this one meeting. */
  z.object({
    kind: z.literal('guest'),
    code: Code,
    name: z.string().max(LIMITS.name * 4),
    /** The secret of an invitation by name, from the fragment of its link. */
    invitation: z
      .string()
      .regex(/^[A-Za-z0-9_-]{43}$/)
      .optional(),
  }),
])
export type Credential = z.infer<typeof Credential>

/** Where a session is used, so that people recognise it among theirs. */
export const Device = z.object({
  kind: z.enum(['desktop', 'web']),
  os: PlatformOs,
  /** As the computer is called on its network. */
  name: z.string().max(60).optional(),
  /** Of the client that opens the session; one that is older than the service wants is refused with CLIENT_TOO_OLD. */
  version: z.string().max(40).optional(),
})
export type Device = z.infer<typeof Device>

export const Tokens = z.object({
  /** At most 10 minutes. */
  accessToken: z.string().max(4_096),
  accessExpiresAt: Time,
  /** Good once. Using an old one ends the session. */
  refreshToken: z.string().max(400),
})
export type Tokens = z.infer<typeof Tokens>

/** The person that a session is for, with what only they are told. */
export const Account = z.object({ person: Person, email: z.string().max(254).optional() })
export type Account = z.infer<typeof Account>

export const SessionInfo = z.object({
  id: Id,
  current: z.boolean(),
  device: Device,
  createdAt: Time,
  lastUsedAt: Time,
  expiresAt: Time,
})
export type SessionInfo = z.infer<typeof SessionInfo>

/** How to sign in at the identity provider of an organisation. */
export const ProviderInfo = z.object({
  /** What the person reads, as in "Northwind". */
  organisation: z.string().max(120),
  issuer: z.url(),
  clientId: z.string().min(1).max(200),
  scope: z.string().max(400),
  /** Parameters of the authorization request that ask for a second factor, as in `acr_values`. */
  secondFactor: z.record(z.string().max(60), z.string().max(1_000)),
  /** Every sign-in needs one: it is asked for from the start. */
  secondFactorRequired: z.boolean(),
  /** Where the provider signs in people of several organisations: the claim whose value tells them apart. */
  organisationClaim: z.string().min(1).max(100).optional(),
})
export type ProviderInfo = z.infer<typeof ProviderInfo>

export const identityContract = {
  provider: oc
    .route({ method: 'GET', path: '/identity/provider', summary: 'How people of an organisation sign in' })
    .input(
      z.object({
        /** Of their e-mail address, where the service has several providers. */ domain: z.string().max(253).optional(),
      }),
    )
    .output(ProviderInfo),
  openSession: oc
    .route({
      method: 'POST',
      path: '/identity/session',
      summary: 'Exchange a credential for a session bound to the key of the proof',
    })
    .input(z.object({ credential: Credential, device: Device }))
    .output(z.object({ tokens: Tokens, account: Account })),
  refreshSession: oc
    .route({ method: 'POST', path: '/identity/session/refresh', summary: 'New tokens for a refresh token' })
    .input(
      z.object({
        refreshToken: z.string().max(400),
        /** The same again where the reply to an attempt was lost: it gets the same reply. */
        attempt: Id,
      }),
    )
    .output(z.object({ tokens: Tokens, account: Account })),
  closeSession: oc
    .route({ method: 'DELETE', path: '/identity/session', summary: 'End this session everywhere' })
    .output(z.void()),
  listSessions: oc
    .route({ method: 'GET', path: '/identity/sessions', summary: 'My sessions, the last used first' })
    .output(z.array(SessionInfo)),
  endSession: oc
    .route({
      method: 'DELETE',
      path: '/identity/sessions/{id}',
      summary: 'End another session of mine; needs a fresh second factor where the organisation uses them',
    })
    .input(z.object({ id: Id }))
    .output(z.void()),
  openTicket: oc
    .route({ method: 'POST', path: '/identity/ticket', summary: 'A single-use ticket that opens one signalling socket' })
    .output(z.object({ ticket: z.string(), expiresAt: Time })),
}
