import { useTranslation } from 'react-i18next'
import type { CredentialVerdict } from '#shared/encryption/credential.ts'
import { useFormat } from '../../ui/use-format.ts'
import { type Movement, namesOf } from './change-words.ts'

/** Who came, who went, and whether the keys are less than they were, in words: one part for each. */
export const useMovementWords = (): ((movement: Movement) => string[]) => {
  const { t } = useTranslation()
  const format = useFormat()
  const listed = (verdicts: readonly CredentialVerdict[]): string => {
    const { names, more } = namesOf(verdicts)
    const named = names.map((name) => name ?? t('encrypted.changed.unverified'))
    return format.list(more === 0 ? named : [...named, t('encrypted.changed.others', { count: more })])
  }
  return ({ joined, left, isWeaker }) => [
    ...(joined.length === 0 ? [] : [t('encrypted.changed.joined', { names: listed(joined) })]),
    ...(left.length === 0 ? [] : [t('encrypted.changed.left', { names: listed(left) })]),
    ...(isWeaker ? [t('encrypted.changed.weaker')] : []),
  ]
}
