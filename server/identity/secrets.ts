import { createHash, randomBytes } from 'node:crypto'

/** 256 random bits as 43 characters: session tokens, tickets, resume tokens. */
export const newSecret = (): string => randomBytes(32).toString('base64url')

/** What is kept of a secret. Plain SHA-256 is enough: there is nothing to guess in 256 random bits. */
export const hashSecret = (secret: string): string => createHash('sha256').update(secret).digest('base64url')

/** An id that means nothing and is no secret. */
export const newId = (): string => randomBytes(15).toString('base64url')
