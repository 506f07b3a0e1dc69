/** What a program for macOS says of itself, and what it is allowed. */
import { infoPlistAdditions, infoPlistStrings, USAGE_KEYS } from '../macos/info-plist.ts'
import { PRODUCT } from '../product.ts'

type PropertyList = Readonly<Record<string, unknown>>

/** Entitlements under the hardened runtime. Whatever is not here is a hole in it. */
export const ENTITLEMENTS = {
  program: ['com.apple.security.cs.allow-jit', 'com.apple.security.device.audio-input', 'com.apple.security.device.camera'],
  helpers: ['com.apple.security.cs.allow-jit'],
} as const

export const checkEntitlements = (found: PropertyList, of: keyof typeof ENTITLEMENTS): string[] => {
  const expected: readonly string[] = ENTITLEMENTS[of]
  return [
    ...expected.filter((key) => found[key] !== true).map((key) => `the entitlement ${key} is missing (${of})`),
    ...Object.keys(found)
      .filter((key) => !expected.includes(key))
      .map((key) => `the entitlement ${key} is more than is needed (${of})`),
  ]
}

export const checkInfoPlist = (found: PropertyList, version: string): string[] => {
  const expected: PropertyList = {
    ...Object.fromEntries(Object.entries(infoPlistAdditions()).filter(([, value]) => value !== null)),
    CFBundleIdentifier: PRODUCT.id,
    CFBundleName: PRODUCT.name,
    CFBundleExecutable: PRODUCT.name,
    CFBundleShortVersionString: version,
    LSMinimumSystemVersion: '13.0',
  }
  const usage: readonly string[] = Object.values(USAGE_KEYS)
  return [
    ...Object.entries(expected)
      .filter(([key, value]) => JSON.stringify(found[key]) !== JSON.stringify(value))
      .map(([key]) => `${key} in Info.plist is ${JSON.stringify(found[key])}`),
    ...Object.keys(found)
      .filter((key) => /UsageDescription$/.test(key) && !usage.includes(key))
      .map((key) => `${key} in Info.plist asks for something that Parley does not need`),
    ...checkTransportSecurity(found.NSAppTransportSecurity),
    ...checkScheme(found.CFBundleURLTypes),
  ]
}

const checkTransportSecurity = (found: unknown): string[] => {
  if (typeof found !== 'object' || found === null) return ['Info.plist has no NSAppTransportSecurity']
  const { NSAllowsArbitraryLoads: anything, NSAllowsLocalNetworking: _, ...others } = found as Record<string, unknown>
  return [
    ...(anything === false ? [] : ['NSAllowsArbitraryLoads in Info.plist is not off']),
    ...Object.keys(others).map((key) => `NSAppTransportSecurity in Info.plist has an exception: ${key}`),
  ]
}

const checkScheme = (found: unknown): string[] => {
  const schemes = Array.isArray(found) ? found.flatMap((type) => type?.CFBundleURLSchemes ?? []) : []
  return JSON.stringify(schemes) === JSON.stringify([PRODUCT.scheme])
    ? []
    : [`the schemes in Info.plist are ${JSON.stringify(schemes)}`]
}

/** @param read the content of a file in the bundle's Resources; undefined where it is not there */
export const checkUsageStrings = (read: (path: string) => string | undefined): string[] =>
  [...infoPlistStrings()]
    .filter(([path, content]) => read(path) !== content)
    .map(([path]) => `${path} is not as the catalogue has it`)
