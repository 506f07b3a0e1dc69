import { ParleyError } from '#shared/errors.ts'

/** Something came from outside that no honest service and no honest member sends, or that does not fit what is held here. */
export const refusal = (detail: string, cause?: unknown): ParleyError => new ParleyError('ENCRYPTION_FAILED', detail, { cause })
