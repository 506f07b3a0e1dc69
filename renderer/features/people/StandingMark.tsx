import { BuildingMultipleRegular } from '@fluentui/react-icons/svg/building-multiple'
import { BuildingPeopleRegular } from '@fluentui/react-icons/svg/building-people'
import { PersonQuestionMarkRegular } from '@fluentui/react-icons/svg/person-question-mark'
import { PersonTagRegular } from '@fluentui/react-icons/svg/person-tag'
import { useTranslation } from 'react-i18next'
import type { Standing } from '#shared/meeting/standing.ts'

/** Everybody who is not of the organisation that holds the meeting. */
export type Outsider = Exclude<Standing, 'member'>

export interface Known {
  standing: Standing
  organisation?: string | undefined
}

/** What somebody is to the meeting, in words; undefined for members of its organisation, who go without saying. */
export const useStandingWords = (): ((known: Known) => string | undefined) => {
  const { t } = useTranslation()
  return ({ standing, organisation }) => {
    switch (standing) {
      case 'member':
        return undefined
      case 'trusted':
        return organisation === undefined ? t('standing.trustedUnnamed') : t('standing.trusted', { organisation })
      case 'external':
        return organisation === undefined ? t('standing.external') : t('standing.from', { organisation })
      case 'guest':
      case 'anonymous':
        return t(`standing.${standing}`)
    }
  }
}

/** The sign of a standing. It stands beside its words, or inside something whose name says them. */
export const StandingIcon = ({ standing, className }: { standing: Outsider; className?: string | undefined }) => {
  const own = className === undefined ? {} : { className }
  switch (standing) {
    case 'trusted':
      return <BuildingPeopleRegular aria-hidden="true" {...own} />
    case 'external':
      return <BuildingMultipleRegular aria-hidden="true" {...own} />
    case 'guest':
      return <PersonTagRegular aria-hidden="true" {...own} />
    case 'anonymous':
      return <PersonQuestionMarkRegular aria-hidden="true" {...own} />
  }
}
