/** What the value of a managed policy can be, and how one that came from an administrator's hands is checked. */
import { z } from 'zod'

/** A server's address as in `https://meet.example.org`; without TLS only this very computer. */
const SERVER =
  /^(?:https:\/\/(?:[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?|\[[0-9A-Fa-f:]+\])(?::\d{1,5})?|http:\/\/(?:127\.0\.0\.1|localhost|\[::1\])(?::\d{1,5})?)\/?$/

/** Each takes the empty text for "none", besides its pattern. Without flags, which a JSON schema has no place for. */
const TEXT_FORMATS = {
  server: SERVER,
  httpsUrl: /^https:\/\/[A-Za-z0-9][A-Za-z0-9.-]*(?::\d{1,5})?(?:\/[^\s\\@]*)?$/,
  pacUrl: /^https?:\/\/[A-Za-z0-9][A-Za-z0-9.-]*(?::\d{1,5})?(?:\/[^\s\\@]*)?$/,
  proxy: /^(?:(?:https?|socks5):\/\/)?[A-Za-z0-9][A-Za-z0-9.-]*:\d{1,5}$/,
  domain: /^[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)+$/,
  /** One to three numbers, or `latest`. */
  minimumVersion: /^(?:latest|\d{1,5}(?:\.\d{1,5}){0,2})$/,
  /** One to three numbers, or `current`. */
  versionPrefix: /^(?:current|\d{1,5}(?:\.\d{1,5}){0,2})$/,
  /** Local time, as in `20:00-06:00`, or `never`. */
  window: /^(?:never|(?:[01]\d|2[0-3]):[0-5]\d-(?:[01]\d|2[0-3]):[0-5]\d)$/,
  /** Absolute, on a disk of this computer, without steps upwards or control characters. */
  directory: /^(?!.*(?:^|[\\/])\.\.(?:[\\/]|$))(?:\/(?!\/)|[A-Za-z]:\\)[ -~\u00a0-\uffff]*$/,
} as const
export type TextFormat = keyof typeof TEXT_FORMATS

export type Allowed =
  | { readonly type: 'boolean' }
  | { readonly type: 'choice'; readonly choices: readonly string[] }
  | { readonly type: 'text'; readonly format: TextFormat }
  /** Addresses of servers, or `*` for all; empty for none. */
  | { readonly type: 'servers' }

export type PolicyValue = boolean | string | readonly string[]

export type ValueOf<A extends Allowed> = A extends { type: 'boolean' }
  ? boolean
  : A extends { type: 'choice'; choices: readonly (infer C)[] }
    ? C
    : A extends { type: 'servers' }
      ? readonly string[]
      : string

/** Characters of a text; entries of a list. */
const LONGEST_TEXT = 500
const LONGEST_LIST = 200

const text = (pattern: RegExp) => z.string().max(LONGEST_TEXT).regex(pattern)

/** Accepts exactly the values that a policy can have; also the source of the file's JSON schema. */
export const schemaOf = (allowed: Allowed): z.ZodType<PolicyValue> => {
  switch (allowed.type) {
    case 'boolean':
      return z.boolean()
    case 'choice':
      return z.enum(allowed.choices as [string, ...string[]])
    case 'text':
      return z.union([z.literal(''), text(TEXT_FORMATS[allowed.format])])
    case 'servers':
      return z.array(z.union([z.literal('*'), text(SERVER)])).max(LONGEST_LIST)
  }
}

/** Undefined where it can't be used. The registry and property lists also write yes and no as 1 and 0. */
export const readValue = (allowed: Allowed, raw: unknown): PolicyValue | undefined => {
  const plain = allowed.type === 'boolean' && (raw === 0 || raw === 1) ? raw === 1 : raw
  const parsed = schemaOf(allowed).safeParse(plain)
  return parsed.success ? parsed.data : undefined
}

/** Whether a text is an address that a server can have: https, or this very computer. */
export const isServerAddress = (address: string): boolean => address.length <= LONGEST_TEXT && SERVER.test(address)

/** One spelling for one server. */
const canonical = (server: string): string =>
  server
    .toLowerCase()
    .replace(/\/$/, '')
    .replace(/^(https:.*):443$/, '$1')
    .replace(/^(http:.*):80$/, '$1')

export const isServerAllowed = (server: string, allowed: readonly string[]): boolean =>
  allowed.some((entry) => entry === '*' || canonical(entry) === canonical(server))
