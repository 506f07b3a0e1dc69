/**
 * Letters that are written in place of Latin small letters to get past a filter. What NFKD takes apart by itself (accents, full
 * width, mathematical letters) is not in here.
 */

/** Each letter on the left stands for the one at the same place on the right. */
const LOOKS: readonly (readonly [letters: string, like: string])[] = [
  ['авгеѕіјкмнорстухһԁԛԝӏүьё', 'abresijkmhopctyxhdqwlybe'],
  ['αβγεηικνορστυχωϲϳ', 'abyenikvopotuxwcj'],
  ['łđħıŧƀɑɡɩʋɪȷ', 'ldhitbagivij'],
  ['ᴀʙᴄᴅᴇɢʜᴊᴋʟᴍɴᴏᴘʀᴛᴜᴠᴡʏᴢ', 'abcdeghjklmnoprtuvwyz'],
]

/** Letters of European languages that are not made of another and a mark. */
const SPELLED_OUT: readonly (readonly [string, string])[] = [
  ['ß', 'ss'],
  ['æ', 'ae'],
  ['œ', 'oe'],
  ['ø', 'o'],
]

export const LOOK_ALIKES: ReadonlyMap<string, string> = new Map([
  ...LOOKS.flatMap(([letters, like]) => [...letters].map((letter, at): [string, string] => [letter, like[at] ?? letter])),
  ...SPELLED_OUT,
])
