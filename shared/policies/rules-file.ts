/** An organisation's rules as a file, for export and import. */
import { z } from 'zod'
import { type Problem, problemsOf } from './file-problems.ts'
import { OrganisationRules } from './rules.ts'

/** Told apart from files of other programs, and of later versions. */
const FORMAT = 'parley.rules'
const VERSION = 1

const RulesFile = z.strictObject({ format: z.literal(FORMAT), version: z.literal(VERSION), rules: OrganisationRules })

/** Characters. */
export const RULES_FILE_LIMIT = 8_000_000

/** Line and column of a place in a text, from 1. */
const lineOf = (text: string, at: number): { line: number; column: number } => {
  const before = text.slice(0, at).split('\n')
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 }
}

const parseJson = (text: string): { value: unknown } | { problem: Problem } => {
  try {
    return { value: JSON.parse(text) }
  } catch (error) {
    const at = /position (\d+)/.exec(error instanceof Error ? error.message : '')?.[1]
    return { problem: { place: '', what: 'notJson', detail: at === undefined ? {} : lineOf(text, Number(at)) } }
  }
}

/** What is in the file, or everything that is wrong with it. */
export const readRulesFile = (text: string): { rules: OrganisationRules } | { problems: readonly Problem[] } => {
  if (text.length > RULES_FILE_LIMIT) return { problems: [{ place: '', what: 'tooLarge', detail: {} }] }
  const parsed = parseJson(text.replace(/^\uFEFF/, ''))
  if ('problem' in parsed) return { problems: [parsed.problem] }
  const result = RulesFile.safeParse(parsed.value)
  if (result.success) return { rules: result.data.rules }
  return { problems: problemsOf(result.error, parsed.value) }
}

export const writeRulesFile = (rules: OrganisationRules): string =>
  `${JSON.stringify({ format: FORMAT, version: VERSION, rules }, undefined, 2)}\n`
