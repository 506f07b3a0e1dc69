/**
 * Which identity providers the service trusts, and how what they say is read: the file that `PARLEY_IDENTITY` names. Everything in
 * which providers differ is said here, by whoever runs the service; there is no code for any one of them.
 */
import { z } from 'zod'
import { AuditTenant } from '#shared/audit/record.ts'
import { Id } from '#shared/contract/common.ts'
import { Email } from '#shared/contract/identity.ts'
import { ParleyError } from '#shared/errors.ts'

const LOOPBACK_HOSTS = new Set(['localhost', '127.0.0.1', '[::1]'])

/** An address that secrets and keys may be fetched from: TLS, or this very machine. */
export const isSecureAddress = (text: string): boolean => {
  const url = URL.parse(text)
  if (url === null || url.username !== '' || url.password !== '') return false
  return url.protocol === 'https:' || (url.protocol === 'http:' && LOOPBACK_HOSTS.has(url.hostname))
}

const Issuer = z
  .string()
  .max(500)
  .refine((text) => isSecureAddress(text) && !/[?#]/.test(text), 'must be an https address (http on this machine)')

const Domain = z
  .string()
  .max(253)
  .toLowerCase()
  .regex(/^[a-z0-9-]+(\.[a-z0-9-]+)+$/)

const ClaimName = z.string().min(1).max(100)
/** The first of these that is there is taken. */
const ClaimNames = z.array(ClaimName).min(1).max(8)

const OrganisationName = z.string().trim().min(1).max(120)

/** Ids of organisations whose people count as trusted in the meetings of this one. */
const Trusts = z.array(z.string().min(1).max(500)).max(200).optional()

/** E-mail addresses of those who administer it whatever its rules say: the first ones, before there are any rules. */
const Administrators = z.array(Email.toLowerCase()).max(100).optional()

/** One organisation, or several behind one issuer that a claim tells apart; a value that is not listed is refused. */
const Organisation = z.union([
  z.strictObject({ id: Id.optional(), name: OrganisationName, trusts: Trusts, administrators: Administrators }),
  z.strictObject({
    claim: ClaimName,
    organisations: z.record(
      z.string().min(1).max(200),
      z.strictObject({ id: Id, name: OrganisationName, trusts: Trusts, administrators: Administrators }),
    ),
    /** What people read before it is known which of them is theirs; the host of the issuer where absent. */
    name: OrganisationName.optional(),
  }),
])

const FactorValues = z.array(z.string().min(1).max(200)).min(1).max(32)
/** What a claim, a text or a list of texts, must hold: all of these, or any of them. */
const FactorRow = z.union([
  z.strictObject({ claim: ClaimName, all: FactorValues }),
  z.strictObject({ claim: ClaimName, any: FactorValues }),
])
export type FactorRow = z.infer<typeof FactorRow>

/** What the client itself says in an authorization request is not for a file to say. */
const OWN_PARAMETERS = [
  'client_id',
  'client_secret',
  'code_challenge',
  'code_challenge_method',
  'dpop_jkt',
  'max_age',
  'nonce',
  'redirect_uri',
  'request',
  'request_uri',
  'response_mode',
  'response_type',
  'scope',
  'state',
]
const Parameters = z.record(
  z
    .string()
    .regex(/^[a-z_]{1,60}$/)
    .refine((name) => !OWN_PARAMETERS.includes(name), 'is the client’s own affair'),
  z.string().max(1_000),
)

const SecondFactor = z.strictObject({
  /** Nobody of this provider comes in without one. */
  required: z.boolean().default(false),
  /** Seconds for which a second factor counts as fresh. */
  maxAge: z.int().min(30).max(86_400).default(900),
  /** Any of these rows proves it. */
  provenBy: z.array(FactorRow).min(1).max(32),
  /** Parameters of the authorization request that ask for it. */
  ask: Parameters,
  /** Claims that say when it was given, in seconds since 1970. */
  time: z.array(ClaimName).max(8).default(['auth_time']),
})
export type SecondFactorConfig = z.infer<typeof SecondFactor>

export const ProviderConfig = z.strictObject({
  organisation: Organisation,
  issuer: Issuer,
  clientId: z.string().min(1).max(200),
  scope: z
    .string()
    .max(400)
    .refine((text) => text.split(' ').includes('openid'), 'must hold openid')
    .default('openid profile email'),
  /** E-mail domains whose people sign in here. */
  domains: z.array(Domain).max(200).default([]),
  claims: z
    .strictObject({
      id: ClaimNames.default(['sub']),
      name: ClaimNames.default(['name', 'preferred_username']),
      email: ClaimNames.default(['email']),
      /** All of these count, each a text or a list of texts. */
      groups: z.array(ClaimName).max(8).default([]),
    })
    .prefault({}),
  secondFactor: SecondFactor.optional(),
})
export type ProviderConfig = z.infer<typeof ProviderConfig>

const duplicates = (values: readonly string[]): string[] => values.filter((value, at) => values.indexOf(value) !== at)

const ProviderFile = z
  .strictObject({ providers: z.array(ProviderConfig).min(1).max(50) })
  .check(({ value: { providers }, issues }) => {
    const complain = (message: string, ...path: (string | number)[]): void => {
      issues.push({ code: 'custom', message, path: ['providers', ...path], input: undefined })
    }
    if (duplicates(providers.map(({ issuer, clientId }) => `${issuer} ${clientId}`)).length > 0) {
      complain('must not name one issuer and client twice')
    }
    for (const [at, { organisation, issuer }] of providers.entries()) {
      if ('claim' in organisation || organisation.id !== undefined || AuditTenant.safeParse(issuer).success) continue
      complain('is needed where the issuer can’t stand in the audit log', at, 'organisation', 'id')
    }
    if (providers.length === 1) return
    for (const [at, { domains }] of providers.entries()) {
      if (domains.length === 0) complain('is needed where there are several providers', at, 'domains')
    }
    for (const domain of duplicates(providers.flatMap(({ domains }) => domains))) {
      complain(`must not send ${domain} to two providers`)
    }
  })

/** As in `providers[0].secondFactor.provenBy[1]`. */
const placeOf = (path: readonly PropertyKey[]): string =>
  path.reduce<string>(
    (place, key) => (typeof key === 'number' ? `${place}[${key}]` : place === '' ? String(key) : `${place}.${String(key)}`),
    '',
  )

/** Throws INVALID_INPUT whose detail names the place in the file. */
export const parseProviders = (json: string): ProviderConfig[] => {
  let value: unknown
  try {
    value = JSON.parse(json)
  } catch (cause) {
    throw new ParleyError('INVALID_INPUT', 'is not JSON', { cause })
  }
  const result = ProviderFile.safeParse(value)
  if (result.success) return result.data.providers
  const issue = result.error.issues[0]
  throw new ParleyError('INVALID_INPUT', `${placeOf(issue?.path ?? [])}: ${issue?.message ?? 'is not understood'}`)
}

/** An organisation, as the configuration names it. */
export interface ConfiguredOrganisation {
  readonly id: string
  readonly name: string
  readonly trusts?: readonly string[] | undefined
  readonly administrators?: readonly string[] | undefined
}

/** What the configuration says of an organisation; several providers may serve one. */
export const organisationsOf = (providers: readonly ProviderConfig[], tenant: string): ConfiguredOrganisation[] =>
  providers.flatMap(({ organisation, issuer }) => {
    const all =
      'claim' in organisation ? Object.values(organisation.organisations) : [{ ...organisation, id: organisation.id ?? issuer }]
    return all.filter(({ id }) => id === tenant)
  })

/** The organisations that one trusts, by their ids. */
export const trustedBy = (providers: readonly ProviderConfig[], tenant: string): readonly string[] =>
  organisationsOf(providers, tenant).flatMap(({ trusts = [] }) => trusts)

/** E-mail addresses of those who administer an organisation whatever its rules say. */
export const administratorsOf = (providers: readonly ProviderConfig[], tenant: string): readonly string[] =>
  organisationsOf(providers, tenant).flatMap(({ administrators = [] }) => administrators)
