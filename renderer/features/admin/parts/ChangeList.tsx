import { makeStyles, Text, tokens } from '@fluentui/react-components'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { SECTIONS, type Section } from '#shared/policies/admin-roles.ts'
import type { OrganisationRules } from '#shared/policies/rules.ts'
import { Heading } from '../../../ui/Heading.tsx'
import { useNameOf } from '../admin-context.ts'
import { changeLines, peopleIn } from '../draft/change-words.ts'

const useStyles = makeStyles({
  root: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalL },
  section: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalS },
  list: {
    margin: 0,
    paddingLeft: '20px',
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalXS,
    overflowWrap: 'anywhere',
  },
})

interface Props {
  before: OrganisationRules
  after: OrganisationRules
  /** Only what changed in these. */
  sections?: readonly Section[]
  level?: 2 | 3
  /** Where the section is named above already. */
  unnamed?: boolean
}

/** The same, for people whose names are known already. */
export const ChangeLines = ({
  before,
  after,
  nameOf,
  sections = SECTIONS,
  level = 2,
  unnamed = false,
}: Props & { nameOf(personId: string): string }) => {
  const styles = useStyles()
  const { t } = useTranslation()
  const lines = changeLines(before, after, { t, nameOf })
  const shown = SECTIONS.filter((section) => sections.includes(section) && lines.some((line) => line.section === section))
  if (shown.length === 0) return <Text>{t('admin.change.none')}</Text>
  return (
    <div className={styles.root}>
      {shown.map((section) => (
        <section key={section} className={styles.section}>
          {unnamed ? null : <Heading level={level}>{t(`admin.area.${section}`)}</Heading>}
          <ul className={styles.list}>
            {lines
              .filter((line) => line.section === section)
              .map(({ subject, text }) => (
                <li key={`${subject} ${text}`}>
                  {subject === undefined ? null : (
                    <>
                      <Text weight="semibold">{subject}</Text>
                      {': '}
                    </>
                  )}
                  <Text>{text}</Text>
                </li>
              ))}
          </ul>
        </section>
      ))}
    </div>
  )
}

/** What is different between two versions of the rules, in words, by section. */
export const ChangeList = (props: Props) => {
  const { before, after } = props
  const nameOf = useNameOf(useMemo(() => peopleIn(before, after), [before, after]))
  return <ChangeLines {...props} nameOf={nameOf} />
}
