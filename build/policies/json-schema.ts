/** For Linux: the schema of `policy.json`, which editors complete and check with, and an example. */
import { z } from 'zod'
import { POLICY_NAMES, policyOf } from '#shared/managed-policy/policies.ts'
import { schemaOf } from '#shared/managed-policy/value.ts'

const LINUX = POLICY_NAMES.filter((name) => policyOf(name).platforms.includes('linux'))

const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`

export const writeJsonSchema = (): string => {
  const properties = LINUX.map((name) => {
    const { allowed, default: builtIn, en } = policyOf(name)
    const { $schema, ...schema } = z.toJSONSchema(schemaOf(allowed))
    return [name, { title: en.title, description: en.description, default: builtIn, ...schema }]
  })
  return json({
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'Policies of Parley on Linux: /etc/parley/policy.json',
    type: 'object',
    properties: Object.fromEntries(properties),
    additionalProperties: false,
  })
}

export const writeJsonExample = (): string => json(Object.fromEntries(LINUX.map((name) => [name, policyOf(name).example])))
