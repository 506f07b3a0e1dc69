import { Button, makeStyles, Text, tokens } from '@fluentui/react-components'
import { ChevronRightRegular } from '@fluentui/react-icons/svg/chevron-right'
import { useId } from 'react'
import { useTranslation } from 'react-i18next'
import type { Person } from '#shared/contract/common.ts'
import { Avatar } from '../../ui/Avatar.tsx'
import { Heading } from '../../ui/Heading.tsx'

const useStyles = makeStyles({
  section: {
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalM,
    paddingTop: tokens.spacingVerticalXL,
    borderTop: `1px solid ${tokens.colorNeutralStroke2}`,
  },
  words: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalXS },
  note: { color: tokens.colorNeutralForeground3 },
  people: {
    listStyleType: 'none',
    margin: `0 calc(-1 * ${tokens.spacingHorizontalM})`,
    padding: 0,
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalXXS,
  },
  person: {
    width: '100%',
    minHeight: '52px',
    justifyContent: 'flex-start',
    gap: tokens.spacingHorizontalM,
    fontWeight: tokens.fontWeightRegular,
    padding: `${tokens.spacingVerticalS} ${tokens.spacingHorizontalM}`,
    textAlign: 'start',
  },
  name: { display: 'flex', flexDirection: 'column', flexGrow: 1, minWidth: 0 },
  chevron: { color: tokens.colorNeutralForeground3, fontSize: '16px', flexShrink: 0 },
})

interface Props {
  people: readonly Person[]
  busy: boolean
  onSignIn: (personId: string) => void
}

/** The embedded service's sample people, to be one of them with a click. */
export const SamplePeople = ({ people, busy, onSignIn }: Props) => {
  const styles = useStyles()
  const { t } = useTranslation()
  const heading = useId()
  return (
    <section aria-labelledby={heading} className={styles.section}>
      <div className={styles.words}>
        <Heading level={2} id={heading}>
          {t('signIn.tryParley')}
        </Heading>
        <Text size={200} className={styles.note}>
          {t('signIn.samplePeopleNote')}
        </Text>
      </div>
      <ul className={styles.people}>
        {people.map(({ id, name, organisation }) => (
          <li key={id}>
            <Button
              appearance="subtle"
              size="large"
              className={styles.person}
              disabledFocusable={busy}
              aria-label={t('signIn.signInAs', { name })}
              onClick={() => onSignIn(id)}
            >
              <Avatar name={name} size={36} />
              <span className={styles.name}>
                <Text truncate wrap={false}>
                  {name}
                </Text>
                {organisation === undefined ? null : (
                  <Text size={200} className={styles.note} truncate wrap={false}>
                    {organisation}
                  </Text>
                )}
              </span>
              <ChevronRightRegular className={styles.chevron} aria-hidden="true" />
            </Button>
          </li>
        ))}
      </ul>
    </section>
  )
}
