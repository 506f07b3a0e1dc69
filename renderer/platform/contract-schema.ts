import { type AnyContractRouter, isContractProcedure } from '@orpc/contract'
import { z } from 'zod'
import { ParleyError } from '#shared/errors.ts'

/** The schema of what the procedure at `path` answers. Throws UNKNOWN_PROCEDURE where the contract has none. */
export const outputSchemaOf = (contract: AnyContractRouter, path: readonly string[]): z.ZodType => {
  let found: unknown = contract
  for (const part of path) {
    found = typeof found === 'object' && found !== null && Object.hasOwn(found, part) ? Reflect.get(found, part) : undefined
  }
  if (!isContractProcedure(found)) throw new ParleyError('UNKNOWN_PROCEDURE', path.join('.'))
  const schema: unknown = found['~orpc'].outputSchema
  return schema instanceof z.ZodType ? schema : z.unknown()
}
