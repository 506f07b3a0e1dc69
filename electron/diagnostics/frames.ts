/** At the most. */
const FRAMES = 7

/** `function (place)`, or the place alone. */
const FRAME = /^\s+at (?:([^\\/]*?) \((.+)\)|(.+))$/
/** What a place ends in. */
const PLACE = /(?::\d+:\d+|<anonymous>|native|index \d+)$/

/** Folders carry the name of whoever is logged in, with spaces in it, too. */
const lastPartOf = (path: string): string => path.replace(/^.*[\\/]/, '')

/**
 * Frames of a stack, with each path cut to its last part. Whatever else is in it belongs to the message, which can have lines of its
 * own, and stays out.
 */
export const framesOf = (stack: string): string =>
  stack
    .split(/\r?\n/)
    .flatMap((line) => {
      const [, name, inner, bare] = FRAME.exec(line) ?? []
      const place = inner ?? bare
      if (place === undefined || !PLACE.test(place)) return []
      return [name === undefined ? `at ${lastPartOf(place)}` : `at ${name} (${lastPartOf(place)})`]
    })
    .slice(0, FRAMES)
    .join(' < ')
