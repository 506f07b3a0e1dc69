import { ParleyError } from '#shared/errors.ts'

const FULL = new Set(['ENOSPC', 'EDQUOT', 'EFBIG'])

export const systemCodeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : ''

/** What a failure of the disk is to those who use the store. The system's own text is only in the cause: it has paths in it. */
export const storageError = (error: unknown): ParleyError => {
  if (error instanceof ParleyError) return error
  const code = systemCodeOf(error)
  return new ParleyError(FULL.has(code) ? 'STORAGE_FULL' : 'STORAGE_UNREACHABLE', code === '' ? undefined : code, {
    cause: error,
  })
}
