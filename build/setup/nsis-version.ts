/** Whether the compiler of setup programs is one whose programs may be handed out. */
import { execa } from 'execa'

/** Setup programs of older ones can be turned against the computer where they run as SYSTEM (CVE-2026-42171). */
const OLDEST = { text: '3.12', major: 3, minor: 12 } as const

/**
 * @param version as `makensis -VERSION` says it, as in `v3.08-3+deb12u1`
 * @returns what is wrong with it, undefined where nothing is
 */
export const nsisProblem = (version: string): string | undefined => {
  const [, major, minor] = /^v(\d+)\.(\d+)/.exec(version.trim())?.map(Number) ?? []
  if (major !== undefined && minor !== undefined) {
    if (major > OLDEST.major || (major === OLDEST.major && minor >= OLDEST.minor)) return undefined
  }
  return `NSIS is ${version.trim() || 'of an unknown version'}, and setup programs that are handed out need ${OLDEST.text} or newer: those of older ones let people without rights become SYSTEM where management tools run them (CVE-2026-42171).`
}

export const findNsisProblem = async (): Promise<string | undefined> => {
  const { stdout } = await execa('makensis', ['-VERSION'], { stdin: 'ignore', reject: false })
  return nsisProblem(stdout)
}
