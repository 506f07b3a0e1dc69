import { hash, randomBytes, timingSafeEqual } from 'node:crypto'

/** 256 random bits as 43 characters: tickets, resume tokens. */
export const newSecret = (): string => randomBytes(32).toString('base64url')

/** SHA-256, base64url. What is kept of a secret: there is nothing to guess in 256 random bits. */
export const hashSecret = (secret: string): string => hash('sha256', secret, 'base64url')

/** An id that means nothing and is no secret. */
export const newId = (): string => randomBytes(15).toString('base64url')

/** Whether two texts are the same, in a time that does not tell where they differ. */
export const isSame = (one: string, other: string): boolean => {
  const [first, second] = [Buffer.from(one), Buffer.from(other)]
  return first.length === second.length && timingSafeEqual(first, second)
}
