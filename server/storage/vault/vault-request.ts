/** Requests to a key vault over HTTPS: bounded in time and size, never redirected, and nothing of an answer in an error. */
import { readFile } from 'node:fs/promises'
import type { ZodType } from 'zod'
import { ParleyError } from '#shared/errors.ts'

/** ms */
const PATIENCE = 5_000
/** bytes */
const MAXIMUM = 64 * 1_024

export const unreachable = (detail: string, cause?: unknown): ParleyError =>
  new ParleyError('VAULT_UNREACHABLE', detail, { cause })

export interface VaultReply {
  readonly status: number
  readonly text: string
}

const readBounded = async (response: Response): Promise<string> => {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of response.body ?? []) {
    size += chunk.length
    if (size > MAXIMUM) throw unreachable('an answer is too large')
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

const send = async (url: string, request: RequestInit, patience = PATIENCE): Promise<VaultReply> => {
  try {
    const response = await fetch(url, { ...request, redirect: 'error', signal: AbortSignal.timeout(patience) })
    return { status: response.status, text: await readBounded(response) }
  } catch (error) {
    throw error instanceof ParleyError ? error : unreachable('no answer', error)
  }
}

/** @throws VAULT_UNREACHABLE without an answer in `patience` ms */
export const ask = (url: string, headers: Record<string, string>, patience?: number): Promise<VaultReply> =>
  send(url, { headers }, patience)

/** @throws VAULT_UNREACHABLE without an answer in `patience` ms */
export const post = (
  url: string,
  headers: Record<string, string>,
  body: string | URLSearchParams,
  patience?: number,
): Promise<VaultReply> => send(url, { method: 'POST', headers, body }, patience)

/** @throws VAULT_UNREACHABLE where the text is not what `schema` says; what went wrong would quote it, so it is not said */
export const parseReply = <T>(text: string, schema: ZodType<T>): T => {
  try {
    return schema.parse(JSON.parse(text))
  } catch {
    throw unreachable('an answer is not understood')
  }
}

/** What a file holds, read for each request so that it can be replaced while the service runs. */
export const readSecret = async (path: string): Promise<string> => {
  try {
    const secret = (await readFile(path, 'utf8')).trim()
    if (/^[\x21-\x7e]{1,4096}$/.test(secret)) return secret
  } catch {
    // The same for whoever has to mend it.
  }
  throw unreachable('the secret for the vault can’t be read')
}
