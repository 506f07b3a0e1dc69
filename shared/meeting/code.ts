/**
 * Meeting codes and the ways in which people pass them on.
 *
 * A code is ten letters as `abc-defg-hjk`. The alphabet leaves out i, l and o, which are read as 1 and 0: 23^10 (about 2^45)
 * codes, so that guessing one is hopeless behind the service's rate limit.
 */
export const CODE_ALPHABET = 'abcdefghjkmnpqrstuvwxyz'
export const CODE_PATTERN = /^[abcdefghjkmnpqrstuvwxyz]{3}-[abcdefghjkmnpqrstuvwxyz]{4}-[abcdefghjkmnpqrstuvwxyz]{3}$/

/** What is read from an invitation at the most, in characters: enough for any e-mail, little enough to be quick. */
const LONGEST_INVITATION = 20_000

/** A code by itself, as people say or type it. Inside other text only dashes count: "the next day" is no code. */
const ALONE = /^([a-z]{3})[- ]?([a-z]{4})[- ]?([a-z]{3})$/
const LINKED = /\/join\/([a-z]{3}-[a-z]{4}-[a-z]{3})(?![a-z0-9-])/g
const DASHED = /(?<![a-z0-9-])([a-z]{3}-[a-z]{4}-[a-z]{3})(?![a-z0-9-])/g

/** The code of ten letters drawn by `pick(n)`, which gives a whole number from 0 to n - 1, uniformly. */
export const makeCode = (pick: (exclusiveMaximum: number) => number): string => {
  const letters = Array.from({ length: 10 }, () => CODE_ALPHABET[pick(CODE_ALPHABET.length)]).join('')
  return `${letters.slice(0, 3)}-${letters.slice(3, 7)}-${letters.slice(7)}`
}

export const isCode = (text: string): boolean => CODE_PATTERN.test(text)

/**
 * The meeting code in what a person typed or pasted: a code with or without dashes, a link (`https://…/join/<code>`,
 * `parley://join/<code>`) or a whole invitation. Undefined where there is none, or where two different ones contradict.
 */
export const parseInvitation = (text: string): string | undefined => {
  const candidate = text.slice(0, LONGEST_INVITATION).trim().toLowerCase()
  const alone = ALONE.exec(candidate)
  if (alone) return [alone.slice(1).join('-')].find(isCode)
  for (const pattern of [LINKED, DASHED]) {
    const found = new Set([...candidate.matchAll(pattern)].map((match) => match[1] ?? '').filter(isCode))
    if (found.size > 0) return found.size === 1 ? [...found][0] : undefined
  }
  return undefined
}

/**
 * The code of a `parley://join/<code>` link, and of nothing else: the operating system hands over whatever any web page or
 * program made of our scheme, so the form is matched whole.
 */
export const parseDeepLink = (link: string): string | undefined => {
  const match = /^parley:\/\/join\/([a-z]{3}-[a-z]{4}-[a-z]{3})\/?$/i.exec(link)
  const code = match?.[1]?.toLowerCase()
  return code !== undefined && isCode(code) ? code : undefined
}

export const deepLinkOf = (code: string): string => `parley://join/${code}`

/** The link that a browser opens; `origin` as in `https://meet.example.org`. */
export const webLinkOf = (origin: string, code: string): string => `${origin}/join/${code}`
