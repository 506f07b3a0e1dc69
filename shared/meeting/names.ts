import { LIMITS } from './limits.ts'

/**
 * The name that a guest gives, made safe to show: trimmed, runs of white space folded, in Unicode's composed form. Undefined
 * where it is empty, too long, or holds control, format or bidirectional characters, which can make one name look like another.
 */
export const cleanName = (text: string): string | undefined => {
  if (text.length > LIMITS.name * 4) return undefined
  const name = text.normalize('NFC').trim().replaceAll(/\s+/g, ' ')
  if (name.length === 0 || name.length > LIMITS.name) return undefined
  if (/[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Zl}\p{Zp}]/u.test(name)) return undefined
  return /[\p{L}\p{N}]/u.test(name) ? name : undefined
}
