/** The parts of a message's text: what is plain, what is a link, who is mentioned. Nothing is ever fetched for it. */

export type TextPart =
  | { kind: 'text'; text: string }
  /** `text` is the address in full, its host as computers read it. */
  | { kind: 'link'; text: string; href: string; host: string }
  | { kind: 'mention'; text: string; personId: string }

export interface MentionedName {
  personId: string
  name: string
}

/** What stands after an address and does not belong to it. */
const TRAILING = /[.,;:!?'"»“”’…]+$/
const ADDRESS = /https:\/\/[^\s<>"`]+/giu

/** A closing bracket belongs to the address only where it was opened in it. */
const withoutTail = (address: string): string => {
  let rest = address
  for (;;) {
    const shorter = rest.replace(TRAILING, '')
    const last = shorter.at(-1)
    const opening = last === ')' ? '(' : last === ']' ? '[' : undefined
    const unopened = opening !== undefined && shorter.split(opening).length < shorter.split(last as string).length
    const next = unopened ? shorter.slice(0, -1) : shorter
    if (next === rest) return rest
    rest = next
  }
}

/** The link that a text is. Undefined for what isn't plain https: other schemes start programs, and a user name deceives. */
export const linkOf = (typed: string): Extract<TextPart, { kind: 'link' }> | undefined => {
  const url = URL.parse(typed)
  if (url === null || url.protocol !== 'https:' || url.username !== '' || url.password !== '' || url.host === '') return undefined
  const text = typed.replace(/^https:[\\/]*[^\\/?#]*/i, `https://${url.host}`)
  return { kind: 'link', text, href: url.href, host: url.host }
}

/** Whether the host has letters that are not of the Latin alphabet, written as `xn--`. */
export const isPunycode = (host: string): boolean => /(^|\.)xn--/.test(host)

const withMentions = (text: string, names: readonly MentionedName[]): TextPart[] => {
  const parts: TextPart[] = []
  let plain = ''
  for (let at = 0; at < text.length; ) {
    const found = text[at] === '@' ? names.find(({ name }) => text.startsWith(name, at + 1)) : undefined
    if (found === undefined) {
      plain += text[at]
      at += 1
      continue
    }
    if (plain !== '') parts.push({ kind: 'text', text: plain })
    plain = ''
    parts.push({ kind: 'mention', text: `@${found.name}`, personId: found.personId })
    at += found.name.length + 1
  }
  if (plain !== '') parts.push({ kind: 'text', text: plain })
  return parts
}

/** `mentioned`: those of whom the message says that it mentions them. */
export const textParts = (text: string, mentioned: readonly MentionedName[]): TextPart[] => {
  const names = mentioned.filter(({ name }) => name !== '').toSorted((one, other) => other.name.length - one.name.length)
  const parts: TextPart[] = []
  let at = 0
  for (const match of text.matchAll(ADDRESS)) {
    const typed = withoutTail(match[0])
    const link = linkOf(typed)
    if (link === undefined) continue
    parts.push(...withMentions(text.slice(at, match.index), names), link)
    at = match.index + typed.length
  }
  return [...parts, ...withMentions(text.slice(at), names)]
}
