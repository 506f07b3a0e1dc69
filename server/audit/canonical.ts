/**
 * What is hashed, signed and stored: one text for one value, in ASCII.
 *
 * JSON (RFC 8259) without white space, members in the order of their names (RFC 8785), and everything outside ASCII as \uXXXX.
 * Strings are quoted and escaped, so no two lists of values have the same text, whatever is in them; any language's JSON library
 * can make it again. ASCII, because SQLite hands out damaged UTF-8 as U+FFFD: a text in which that may stand could be damaged
 * there without a change in its hash.
 */
import { hash } from 'node:crypto'

type Json = string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json | undefined }

const OUTSIDE_ASCII = /[\u007f-\uffff]/g
const ASCII = /^[\0-\x7e]*$/

const inAscii = (text: string): string =>
  ASCII.test(text) ? text : text.replace(OUTSIDE_ASCII, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)

/** Of values that have no members to bring into order. */
export const canonicalList = (values: readonly (string | number | null)[]): string => inAscii(JSON.stringify(values))

/** Of members that have none of their own. */
export const canonicalMembers = (members: Readonly<Record<string, string | number | boolean>>): string => {
  const names = Object.keys(members)
  const isInOrder = names.every((name, at) => at === 0 || (names[at - 1] ?? '') < name)
  return inAscii(isInOrder ? JSON.stringify(members) : JSON.stringify(members, names.sort()))
}

const ordered = (value: Json | undefined): string => {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value ?? null)
  if (isList(value)) return `[${value.map(ordered).join(',')}]`
  const names = Object.keys(value)
    .filter((name) => value[name] !== undefined)
    .sort()
  return `{${names.map((name) => `${JSON.stringify(name)}:${ordered(value[name])}`).join(',')}}`
}

const isList = (value: readonly Json[] | { readonly [name: string]: Json | undefined }): value is readonly Json[] =>
  Array.isArray(value)

export const canonicalJson = (value: Json): string => inAscii(ordered(value))

/** SHA-256 of a canonical text, base64url. */
export const digest = (text: string): string => hash('sha256', text, 'base64url')
