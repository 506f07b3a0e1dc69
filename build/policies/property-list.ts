/** Examples for macOS: the property list of the managed preferences, and a profile that puts it there. */
import { createHash } from 'node:crypto'
import { BUNDLE_ID } from '#shared/managed-policy/places.ts'
import { POLICY_NAMES, policyOf } from '#shared/managed-policy/policies.ts'
import { element, textElement, XML_DECLARATION } from './xml.ts'

const DOCTYPE = '<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">'

type Plain = boolean | number | string | readonly Plain[] | { readonly [key: string]: Plain }

const isList = (value: Plain): value is readonly Plain[] => Array.isArray(value)

const written = (value: Plain): string => {
  if (typeof value === 'boolean') return element(String(value), {})
  if (typeof value === 'number') return textElement('integer', {}, String(value))
  if (typeof value === 'string') return textElement('string', {}, value)
  if (isList(value)) return element('array', {}, ...value.map(written))
  return element('dict', {}, ...Object.entries(value).flatMap(([key, each]) => [textElement('key', {}, key), written(each)]))
}

const propertyList = (value: Plain): string =>
  `${XML_DECLARATION}\n${DOCTYPE}\n${element('plist', { version: '1.0' }, written(value))}\n`

/** The same for the same name, so that generating again changes nothing (RFC 9562 §5.8). */
const uuidOf = (name: string): string => {
  const hex = createHash('sha256').update(`${BUNDLE_ID}/${name}`).digest('hex').toUpperCase()
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-A${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}

const examples = (): Record<string, Plain> =>
  Object.fromEntries(
    POLICY_NAMES.filter((name) => policyOf(name).platforms.includes('macos')).map((name) => [name, policyOf(name).example]),
  )

export const writePlist = (): string => propertyList(examples())

export const writeMobileconfig = (): string =>
  propertyList({
    PayloadContent: [
      {
        PayloadType: BUNDLE_ID,
        PayloadIdentifier: `${BUNDLE_ID}.policies.settings`,
        PayloadUUID: uuidOf('settings'),
        PayloadVersion: 1,
        PayloadDisplayName: 'Parley',
        PayloadEnabled: true,
        ...examples(),
      },
    ],
    PayloadType: 'Configuration',
    PayloadIdentifier: `${BUNDLE_ID}.policies`,
    PayloadUUID: uuidOf('profile'),
    PayloadVersion: 1,
    PayloadDisplayName: 'Parley: example policies',
    PayloadDescription: 'An example: keep the policies that you want, with your own addresses, and delete the others.',
    PayloadScope: 'System',
    PayloadRemovalDisallowed: false,
  })
