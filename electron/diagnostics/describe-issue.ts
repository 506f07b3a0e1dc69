import type { ZodError } from 'zod'

/** Where and how a value failed its schema, for whoever debugs: never the value itself. */
export const describeIssue = (error: ZodError): string => {
  const issue = error.issues[0]
  if (issue === undefined) return 'invalid'
  const path = issue.path.map(String).join('.').slice(0, 80)
  return path === '' ? issue.code : `${path}: ${issue.code}`
}
