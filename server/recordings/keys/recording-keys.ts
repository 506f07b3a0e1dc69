import { ParleyError } from '#shared/errors.ts'
import type { Database } from '../../storage/database.ts'
import type { KeyFileVault } from '../../storage/vault/key-file-vault.ts'
import type { KeyVault } from '../../storage/vault/key-vault.ts'

export interface Rewrapped {
  readonly rewrapped: number
  /** Ids of recordings whose key was destroyed before. */
  readonly destroyed: readonly string[]
  /** Ids of recordings whose wrapped key is none of this vault, or was changed. */
  readonly invalid: readonly string[]
}

/**
 * Wraps the keys of all recordings, or of one organisation's, again with the newest key in the vault, so that a former one can be
 * destroyed without them. Their bytes are not touched. What was done stays done where this ends early: it can be run again.
 *
 * @throws VAULT_UNREACHABLE
 */
export const rewrapKeys = async (database: Database, vault: KeyVault, tenant?: string): Promise<Rewrapped> => {
  let query = database.selectFrom('recordings').select(['id', 'tenant', 'wrapped_key']).orderBy('id')
  if (tenant !== undefined) query = query.where('tenant', '=', tenant)
  const problems = { KEY_DESTROYED: [] as string[], KEY_INVALID: [] as string[] }
  let rewrapped = 0
  for (const { id, tenant: owner, wrapped_key: wrapped } of await query.execute()) {
    if (wrapped === null) continue
    try {
      const again = await vault.rewrap(wrapped, { tenant: owner, recording: id })
      await database
        .updateTable('recordings')
        .set({ wrapped_key: again })
        .where('id', '=', id)
        .where('wrapped_key', '=', wrapped)
        .execute()
      rewrapped += 1
    } catch (error) {
      if (!(error instanceof ParleyError && (error.code === 'KEY_DESTROYED' || error.code === 'KEY_INVALID'))) throw error
      problems[error.code].push(id)
    }
  }
  return { rewrapped, destroyed: problems.KEY_DESTROYED, invalid: problems.KEY_INVALID }
}

/**
 * Destroys all of an organisation's keys in a key file but the newest, and answers how many.
 *
 * @throws WRONG_STATE where a recording is still wrapped with one of them
 */
export const destroyFormerKeys = async (database: Database, vault: KeyFileVault, tenant: string): Promise<number> => {
  const former = vault.keysOf(tenant).slice(0, -1)
  const rows = await database.selectFrom('recordings').select('wrapped_key').where('tenant', '=', tenant).execute()
  const used = new Set(rows.map(({ wrapped_key }) => wrapped_key?.split(':')[1]))
  const inUse = former.filter((id) => used.has(id))
  if (inUse.length > 0)
    throw new ParleyError('WRONG_STATE', 'recordings are still wrapped with a former key: wrap them again first')
  for (const id of former) await vault.destroy(tenant, id)
  return former.length
}
