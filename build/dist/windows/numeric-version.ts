/** The three numbers of a version, which is all that Windows Installer compares: `1.4.0` of `1.4.0-beta.2`. */
export const numericVersion = (version: string): string => {
  const found = /^(\d{1,3})\.(\d{1,3})\.(\d{1,5})(?:-[0-9A-Za-z.-]+)?$/.exec(version)
  if (found === null) throw new Error(`${version} is no version that Windows Installer can compare`)
  const [, major, minor, patch] = found
  if (Number(major) > 255 || Number(minor) > 255 || Number(patch) > 65_535) throw new Error(`${version} has too large a number`)
  return `${major}.${minor}.${patch}`
}
