/** Muted tones that carry their ink at 7:1 or more, on light and dark grounds alike. None is red, amber or green: those mean something. */
export const TONES = [
  { ground: '#0f4c5c', ink: '#e3f6fa' },
  { ground: '#3d3b8e', ink: '#ecebff' },
  { ground: '#5b3a6f', ink: '#f6e9ff' },
  { ground: '#1f4e79', ink: '#e4f1ff' },
  { ground: '#46546b', ink: '#eaf1fb' },
  { ground: '#5a4634', ink: '#fbefe4' },
  { ground: '#1d5a66', ink: '#e0f5f8' },
  { ground: '#703a5c', ink: '#ffe9f6' },
] as const

/** The tone of a name: the same on every machine (FNV-1a, 32 bits). */
export const toneOf = (name: string): number => {
  let hash = 0x811c9dc5
  for (const character of name.normalize('NFC').toLowerCase()) {
    hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193) >>> 0
  }
  return hash % TONES.length
}

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' })
const firstOf = (word: string): string => [...graphemes.segment(word)][0]?.segment ?? ''

/** One or two letters: of the first and the last word. */
export const initialsOf = (name: string): string => {
  const words = name.split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word))
  const first = words[0]
  if (first === undefined) return ''
  const last = words.length > 1 ? words.at(-1) : undefined
  return (firstOf(first) + (last === undefined ? '' : firstOf(last))).toLocaleUpperCase()
}
