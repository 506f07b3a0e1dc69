import { readFileSync } from 'node:fs'
import { parse } from 'simple-plist'
import type { ReadPropertyList } from './macos-policies.ts'

const isMissing = (thrown: unknown): boolean => thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOENT'

/** How a whole list in XML ends. The parser takes one that was cut off for one with fewer keys. */
const WHOLE_XML = /(?:<\/dict>|<dict\s*\/>)\s*<\/plist>\s*$/

/** A property list of macOS, binary or XML. */
export const readPropertyListFile: ReadPropertyList = (path) => {
  let content: Buffer
  try {
    content = readFileSync(path)
  } catch (thrown) {
    if (isMissing(thrown)) return undefined
    throw thrown
  }
  if (content[0] === '<'.charCodeAt(0) && !WHOLE_XML.test(content.toString())) throw new Error('the property list is cut off')
  return parse(content, path)
}
