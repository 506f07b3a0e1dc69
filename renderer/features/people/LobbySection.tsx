import { Button, makeStyles, tokens } from '@fluentui/react-components'
import { useId } from 'react'
import { useTranslation } from 'react-i18next'
import type { WaitingPerson } from '#shared/contract/moderation.ts'
import { useAction } from '../actions/ActionHost.tsx'
import { SectionHeading } from './SectionHeading.tsx'
import { WaitingRow } from './WaitingRow.tsx'

const useStyles = makeStyles({
  section: {
    margin: `0 ${tokens.spacingHorizontalS} ${tokens.spacingVerticalS}`,
    borderRadius: '8px',
    border: `1px solid ${tokens.colorTransparentStroke}`,
    // Amber: somebody waits for an answer.
    boxShadow: 'inset 3px 0 0 #f2c661',
    backgroundColor: tokens.colorNeutralBackground2,
    '@media (forced-colors: active)': { border: '1px solid CanvasText' },
  },
  list: { margin: 0, padding: 0, listStyle: 'none' },
})

/** Who waits to be let in; nothing for those who may not let anybody in. */
export const LobbySection = ({ people }: { people: readonly WaitingPerson[] }) => {
  const styles = useStyles()
  const { t } = useTranslation()
  const heading = useId()
  const all = useAction('admitAll')
  if (people.length === 0) return null
  return (
    <section aria-labelledby={heading} className={styles.section}>
      <SectionHeading
        id={heading}
        title={t('admitting.title')}
        count={people.length}
        action={
          all.available && people.length > 1 ? (
            <Button appearance="primary" disabledFocusable={all.disabledReason !== undefined} onClick={all.run}>
              {t('admitting.admitAll')}
            </Button>
          ) : null
        }
      />
      <ul className={styles.list} aria-label={t('admitting.list')}>
        {people.map((person) => (
          <WaitingRow key={person.id} person={person} />
        ))}
      </ul>
    </section>
  )
}
