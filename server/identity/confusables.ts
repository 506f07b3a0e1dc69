/**
 * Characters that look like Latin letters: the part of Unicode's confusables (UTS #39) that a name in a meeting is forged with.
 * What is only another form of the same letter (full width, mathematical, accented) is not in here: NFKD knows it already. A
 * table of our own, because the packages that carry Unicode's have not been looked after for years.
 */

/** Each letter on the left looks like the one above it on the right. */
const LOOKS: readonly (readonly [letters: string, like: string])[] = [
  // Cyrillic; some of the small letters look like Latin capitals.
  ['авгеѕіјкмнорстухһԁԛԝӏүґь', 'abresijkmhopctyxhdqwlyrb'],
  ['АВЕЅІЈКМНОРСТУХҺԀԚԜӀҮЬ', 'ABESlJKMHOPCTYXHDQWlYb'],
  // Greek
  ['αβγεηικνορστυχωϲϳ', 'abyenikvopotuxwcj'],
  ['ΑΒΕΖΗΙΚΜΝΟΡΤΥΧϹͿ', 'ABEZHlKMNOPTYXCJ'],
  // Latin letters that are not made of another and a mark, and small capitals
  ['øłđħıŧƀɑɡɩʋɪȷ', 'oldhitbagivij'],
  ['ØŁĐĦŦ', 'OLDHT'],
  ['ᴀʙᴄᴅᴇɢʜᴊᴋʟᴍɴᴏᴘʀᴛᴜᴠᴡʏᴢ', 'abcdeghjklmnoprtuvwyz'],
  // Armenian
  ['օսհոցզ', 'ouhngq'],
  // Digits and strokes, and a capital i as a small l: that is for those who look, not for those who read.
  ['0158|I', 'olsBll'],
]

/** Letters that stand for two. */
const EXPANSIONS: readonly (readonly [string, string])[] = [
  ['ß', 'ss'],
  ['æ', 'ae'],
  ['Æ', 'AE'],
  ['œ', 'oe'],
  ['Œ', 'OE'],
]

export const CONFUSABLES: ReadonlyMap<string, string> = new Map([
  ...LOOKS.flatMap(([letters, like]) => {
    const looks = [...like]
    return [...letters].map((letter, at): [string, string] => [letter, looks[at] ?? letter])
  }),
  ...EXPANSIONS,
])
