/** What an ID token says, under the names that the provider's configuration gives. */
import { Email } from '#shared/contract/identity.ts'
import { LIMITS } from '#shared/meeting/limits.ts'
import { cleanName } from '#shared/meeting/names.ts'
import type { ProviderConfig } from './provider-config.ts'

export type Claims = Readonly<Record<string, unknown>>

/** The texts of those of these claims that are there, in order. */
const textsOf = (claims: Claims, names: readonly string[]): string[] =>
  names.map((name) => (Object.hasOwn(claims, name) ? claims[name] : undefined)).filter((value) => typeof value === 'string')

/** A name as the provider gives it, made safe to show: nothing invisible, and no longer than there is room for. */
const nameOf = (text: string): string | undefined => {
  const visible = text.slice(0, LIMITS.name * 4).replaceAll(/[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Zl}\p{Zp}]/gu, ' ')
  let name = ''
  for (const character of visible.normalize('NFC').trim().replaceAll(/\s+/g, ' ')) {
    if (name.length + character.length > LIMITS.name) break
    name += character
  }
  return cleanName(name)
}

export interface Described {
  /** The provider's own id of the person. */
  subject: string | undefined
  name: string | undefined
  email: string | undefined
  /** The provider itself says that it does not know the address to be theirs. */
  emailDoubtful: boolean
  /** In order, each once. */
  groups: string[]
}

/** Of one person; what a provider says beyond that is left out. */
const GROUPS = 500
const GROUP_LENGTH = 200

/** All values of these claims, each a text or a list of texts. */
const groupsOf = (claims: Claims, names: readonly string[]): string[] => {
  const values = names.flatMap((name) => (Object.hasOwn(claims, name) ? claims[name] : []))
  const groups = values.filter((value) => typeof value === 'string' && value !== '' && value.length <= GROUP_LENGTH)
  return [...new Set(groups)].toSorted().slice(0, GROUPS) as string[]
}

/** The person that the claims describe. One without a usable name goes by the part of their e-mail address before the @. */
export const describePerson = (claims: Claims, names: ProviderConfig['claims']): Described => {
  const email = textsOf(claims, names.email).find((text) => Email.safeParse(text).success)
  const candidates = [...textsOf(claims, names.name), ...(email === undefined ? [] : [email.split('@', 1)[0] ?? ''])]
  return {
    subject: textsOf(claims, names.id).find((text) => text !== '' && text.length <= 255),
    name: candidates.map(nameOf).find((name) => name !== undefined),
    email: email?.trim(),
    emailDoubtful: claims.email_verified === false || claims.email_verified === 'false',
    groups: groupsOf(claims, names.groups),
  }
}

/** The organisation that the claims are of, by its id; undefined where it is not one of those listed. */
export const organisationOf = (
  claims: Claims,
  { organisation, issuer }: ProviderConfig,
): { id: string; name: string } | undefined => {
  if (!('claim' in organisation)) return { id: organisation.id ?? issuer, name: organisation.name }
  const [value] = textsOf(claims, [organisation.claim])
  const { organisations } = organisation
  return value !== undefined && Object.hasOwn(organisations, value) ? organisations[value] : undefined
}
