import { isContractProcedure } from '@orpc/contract'
import { z } from 'zod'
import { serviceContract } from '#shared/contract/service.ts'
import { ParleyError } from '#shared/errors.ts'

/** What the procedure at `path` answered, held to the contract. Throws INTERNAL where it is something else. */
export const checkReply = (path: readonly string[], reply: unknown): unknown => {
  let procedure: unknown = serviceContract
  for (const part of path) {
    const inside = typeof procedure === 'object' && procedure !== null && Object.hasOwn(procedure, part)
    procedure = inside ? Reflect.get(procedure as object, part) : undefined
  }
  if (!isContractProcedure(procedure)) throw new ParleyError('UNKNOWN_PROCEDURE', path.join('.'))
  const schema: unknown = procedure['~orpc'].outputSchema
  if (!(schema instanceof z.ZodType)) return reply
  const checked = schema.safeParse(reply)
  if (!checked.success) throw new ParleyError('INTERNAL', `${path.join('.')}: unexpected reply`, { cause: checked.error })
  return checked.data
}
