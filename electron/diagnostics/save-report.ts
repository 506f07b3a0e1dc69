import { writeFile } from 'node:fs/promises'
import { ParleyError } from '#shared/errors.ts'

export interface SavingParts {
  /** Asks the person where; undefined where they would rather not. */
  ask: (name: string) => Promise<string | undefined>
}

/** Writes a report where the person says; false where they would rather not. Throws FILE_NOT_SAVED. */
export const saveReport = async (text: string, at: Date, { ask }: SavingParts): Promise<boolean> => {
  const day = at.toISOString().slice(0, 10)
  const path = await ask(`parley-self-check-${day}.txt`)
  if (path === undefined) return false
  try {
    await writeFile(path, text, { mode: 0o600 })
    return true
  } catch (cause) {
    throw new ParleyError('FILE_NOT_SAVED', undefined, { cause })
  }
}
