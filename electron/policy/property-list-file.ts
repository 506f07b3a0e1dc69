import { readFileSync } from 'node:fs'
import { parse } from 'simple-plist'
import type { ReadPropertyList } from './macos-policies.ts'

const isMissing = (thrown: unknown): boolean => thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOENT'

/** A property list of macOS, binary or XML. */
export const readPropertyListFile: ReadPropertyList = (path) => {
  let content: Buffer
  try {
    content = readFileSync(path)
  } catch (thrown) {
    if (isMissing(thrown)) return undefined
    throw thrown
  }
  return parse(content, path)
}
