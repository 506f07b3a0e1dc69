/** Versions of Parley, as in `1.4.0` or `1.4.0-beta.2`, and which of two is newer. */

const PATTERN = /^(\d{1,5})\.(\d{1,5})\.(\d{1,5})(?:-beta\.(\d{1,5}))?$/

/** Three numbers, and that of the beta; what is no beta comes after all of its betas. */
type Parts = readonly [major: number, minor: number, patch: number, beta: number]

const partsOf = (version: string): Parts | undefined => {
  const match = PATTERN.exec(version)
  if (match === null) return undefined
  const [, major, minor, patch, beta] = match
  return [Number(major), Number(minor), Number(patch), beta === undefined ? Number.POSITIVE_INFINITY : Number(beta)]
}

export const isVersion = (text: string): boolean => PATTERN.test(text)

/** False where one of the two is no version. */
export const isNewer = (version: string, than: string): boolean => {
  const [one, other] = [partsOf(version), partsOf(than)]
  if (one === undefined || other === undefined) return false
  const at = one.findIndex((part, index) => part !== other[index])
  return at !== -1 && (one[at] ?? 0) > (other[at] ?? 0)
}

/** Whether a version begins with the numbers of a prefix: `1.4` takes `1.4.12`, not `1.40.0`. */
export const startsWith = (version: string, prefix: string): boolean =>
  isVersion(version) && (version === prefix || version.startsWith(`${prefix}.`) || version.startsWith(`${prefix}-`))
