import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components'
import { BuildingRegular } from '@fluentui/react-icons/svg/building'
import { ShieldCheckmarkRegular } from '@fluentui/react-icons/svg/shield-checkmark'
import { ShieldQuestionRegular } from '@fluentui/react-icons/svg/shield-question'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { WaitingPerson } from '#shared/contract/moderation.ts'
import { StandingIcon, useStandingWords } from './StandingMark.tsx'

const useStyles = makeStyles({
  mark: {
    display: 'flex',
    alignItems: 'flex-start',
    gap: '4px',
    fontSize: tokens.fontSizeBase200,
    lineHeight: tokens.lineHeightBase200,
    color: tokens.colorNeutralForeground2,
    overflowWrap: 'anywhere',
  },
  unverified: { color: tokens.colorPaletteMarigoldForeground2 },
  icon: { flexShrink: 0, fontSize: '16px' },
})

/** One line about somebody who waits. `attention`: nobody knows whether it is so. */
export const WaitingMark = ({
  icon,
  attention = false,
  children,
}: {
  icon?: ReactNode
  attention?: boolean
  children: ReactNode
}) => {
  const styles = useStyles()
  return (
    <span className={mergeClasses(styles.mark, attention && styles.unverified)}>
      {icon}
      {children}
    </span>
  )
}

/** From where somebody comes who waits, and how that is known: what whoever lets them in decides by. */
export const WaitingMarks = ({ person }: { person: WaitingPerson }) => {
  const styles = useStyles()
  const { t } = useTranslation()
  const standingWords = useStandingWords()
  const { standing, organisation, verification } = person
  const unverified = verification === 'nothing'
  const Shield = unverified ? ShieldQuestionRegular : ShieldCheckmarkRegular
  return (
    <>
      <WaitingMark
        icon={
          standing === 'member' ? (
            <BuildingRegular className={styles.icon} aria-hidden="true" />
          ) : (
            <StandingIcon standing={standing} className={styles.icon} />
          )
        }
      >
        {standing !== 'member'
          ? standingWords(person)
          : organisation === undefined
            ? t('standing.memberUnnamed')
            : t('standing.member', { organisation })}
      </WaitingMark>
      <WaitingMark attention={unverified} icon={<Shield className={styles.icon} aria-hidden="true" />}>
        {t(`verification.${verification}`)}
      </WaitingMark>
    </>
  )
}
