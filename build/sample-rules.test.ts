/** The rules that the documentation gives to begin with can be imported as they are. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readRulesFile, writeRulesFile } from '#shared/policies/rules-file.ts'
import { PROJECT_ROOT } from './setup/paths.ts'

test('the sample rules are a file of rules, and name nobody', () => {
  const read = readRulesFile(readFileSync(join(PROJECT_ROOT, 'docs/sample-rules.json'), 'utf8'))
  if ('problems' in read) throw new Error(JSON.stringify(read.problems))
  const { rules } = read
  expect(readRulesFile(writeRulesFile(rules))).toEqual({ rules })
  expect(rules.administrators).toEqual([])
  expect(rules.licences.premium).toEqual({ people: [], groups: [] })
  expect(rules.groups).toEqual([])
  expect(rules.templates.map(({ name }) => name)).toEqual(['Board', 'Interview', 'Webinar', 'Town hall'])
  expect(rules.labels.list.map(({ name }) => name)).toEqual(['Public', 'General', 'Confidential', 'Highly confidential'])
})
