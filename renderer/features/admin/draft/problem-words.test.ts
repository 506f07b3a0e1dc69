import { describe, expect, test } from 'vitest'
import type { Problem } from '#shared/policies/file-problems.ts'
import { PROBLEM_KINDS } from '#shared/policies/file-problems.ts'
import { readRulesFile, writeRulesFile } from '#shared/policies/rules-file.ts'
import { sampleRules } from '#shared/policies/testing/sample-rules.ts'
import { createI18n } from '../../../ui/i18n.ts'
import { problemWords } from './problem-words.ts'

const told = (language: 'en' | 'de', text: string): string[] => {
  const read = readRulesFile(text)
  return 'problems' in read
    ? read.problems.map((problem) => `${problem.place}: ${problemWords(createI18n(language).t, problem)}`)
    : []
}

test('in each language, with what belongs to it', () => {
  const rules = sampleRules()
  const text = writeRulesFile({ ...rules, encryption: { ...rules.encryption, default: 'maybe' as never } })
  expect(told('en', text)).toEqual(['rules.encryption.default: It can only be: “notEnabled”, “usersCanEnable”.'])
  expect(told('de', text)).toEqual(['rules.encryption.default: Möglich ist nur: „notEnabled“, „usersCanEnable“.'])
  expect(told('de', '{\n"format": 1,\n}')).toEqual([': Ab Zeile 3, Spalte 1 ist das kein JSON.'])
  expect(told('de', `${JSON.stringify({ ...JSON.parse(writeRulesFile(rules)), more: 1 })}`)).toEqual([
    ': Ein Feld „more“ gehört nicht hierher.',
  ])
})

describe('every kind of problem has words', () => {
  test.each(PROBLEM_KINDS)('%s', (what) => {
    const detail: Problem['detail'] = { line: 1, column: 1, name: 'x', allowed: ['x'], least: 2, most: 300 }
    for (const language of ['en', 'de'] as const) {
      expect(problemWords(createI18n(language).t, { place: '', what, detail })).toMatch(/^[A-ZÄÖÜ].*\.$/)
    }
  })
})
