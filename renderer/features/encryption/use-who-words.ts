import { useTranslation } from 'react-i18next'
import type { KnownPerson } from '../../call/encryption/known-person.ts'

export interface WhoWords {
  /** The name to show, or what stands for one that can't be believed. */
  name(name: string | undefined): string
  /** How they were verified, or that they were not. */
  who(known: KnownPerson): string
  /** What that means, and why; undefined where the other words say it all. */
  why(known: KnownPerson): string | undefined
}

/** What is said of people in an encrypted meeting. */
export const useWhoWords = (): WhoWords => {
  const { t } = useTranslation()
  return {
    name: (name = '') => (name === '' ? t('encrypted.unknownName') : name),
    who: ({ is, organisation }) => {
      if (is !== 'verified') return t(`encrypted.who.${is}`)
      return organisation === undefined ? t('encrypted.who.verifiedElsewhere') : t('encrypted.who.verified', { organisation })
    },
    why: ({ is, fault }) => {
      if (is === 'verified') return undefined
      if (is === 'failed') return fault === undefined ? undefined : t(`encrypted.fault.${fault}`)
      return t(`encrypted.about.${is}`)
    },
  }
}
