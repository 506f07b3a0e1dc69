/** What is wrong with a value that should be rules, by code: whoever tells it to a person has words of their own. */
import type { z } from 'zod'
import { RULE_COMPLAINTS, type RuleComplaint } from './rules.ts'

export interface Problem {
  /** As in `rules.labels.list[2].name`; empty for the whole file. */
  place: string
  what: ProblemKind
  /** The names and numbers that belong to it. */
  detail: ProblemDetail
}

export const PROBLEM_KINDS = [
  'tooLarge',
  /** With `line` and `column` where they are known. */
  'notJson',
  'missing',
  /** `name`: of the field. */
  'unknownField',
  /** `allowed`: a list of values. */
  'notAllowed',
  'notText',
  'notNumber',
  'notWhole',
  'notList',
  'notObject',
  'empty',
  /** `most`: characters, entries, or the number itself. */
  'tooLong',
  'tooMany',
  'tooHigh',
  /** `least` */
  'tooLow',
  'wrong',
  ...RULE_COMPLAINTS,
] as const
export type ProblemKind = (typeof PROBLEM_KINDS)[number]

export interface ProblemDetail {
  line?: number
  column?: number
  name?: string
  allowed?: readonly string[]
  least?: number
  most?: number
}

export const placeOf = (path: readonly PropertyKey[]): string =>
  path.reduce<string>(
    (place, key) => (typeof key === 'number' ? `${place}[${key}]` : place === '' ? String(key) : `${place}.${String(key)}`),
    '',
  )

type Said = Pick<Problem, 'what' | 'detail'>

const said = (what: ProblemKind, detail: ProblemDetail = {}): Said => ({ what, detail })

const isComplaint = (what: unknown): what is RuleComplaint => RULE_COMPLAINTS.some((known) => known === what)

const TYPES: Readonly<Record<string, ProblemKind>> = {
  string: 'notText',
  number: 'notNumber',
  int: 'notWhole',
  array: 'notList',
  object: 'notObject',
  record: 'notObject',
}

const tooBig = (origin: string, most: number): Said => {
  if (origin === 'string') return said('tooLong', { most })
  return said(origin === 'array' ? 'tooMany' : 'tooHigh', { most })
}

/** One issue as one problem, except for unknown fields: those are one each. */
const saidOf = (issue: z.core.$ZodIssue): Said[] => {
  switch (issue.code) {
    case 'invalid_type':
      return [said(TYPES[issue.expected] ?? 'wrong')]
    case 'invalid_value':
      return [said('notAllowed', { allowed: issue.values.map(String) })]
    case 'unrecognized_keys':
      return issue.keys.map((name) => said('unknownField', { name }))
    case 'too_small':
      return [
        issue.origin === 'string' || issue.origin === 'array' ? said('empty') : said('tooLow', { least: Number(issue.minimum) }),
      ]
    case 'too_big':
      return [tooBig(issue.origin, Number(issue.maximum))]
    case 'custom': {
      const complaint: unknown = issue.params?.complaint
      return [said(isComplaint(complaint) ? complaint : 'wrong')]
    }
    default:
      return [said('wrong')]
  }
}

const isThere = (value: unknown, path: readonly PropertyKey[]): boolean => {
  let at = value
  for (const key of path) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, key)) return false
    at = (at as Record<PropertyKey, unknown>)[key]
  }
  return true
}

/** `value`: what was looked at, to tell what is missing from what is wrong. */
export const problemsOf = ({ issues }: z.core.$ZodError, value: unknown): Problem[] =>
  issues.flatMap((issue) => {
    const place = placeOf(issue.path)
    if (!isThere(value, issue.path)) return [{ place, ...said('missing') }]
    return saidOf(issue).map((each) => ({ place, ...each }))
  })
