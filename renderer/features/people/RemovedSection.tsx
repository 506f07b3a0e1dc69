import { Button, makeStyles, tokens } from '@fluentui/react-components'
import { useId } from 'react'
import { useTranslation } from 'react-i18next'
import { useCall } from '../../app/services.ts'
import { mayIn } from '../../call/moderation/denial-in.ts'
import { Avatar } from '../../ui/Avatar.tsx'
import { useRun } from '../actions/ActionHost.tsx'
import { SectionHeading } from './SectionHeading.tsx'

const useStyles = makeStyles({
  list: { margin: 0, padding: 0, listStyle: 'none' },
  row: {
    display: 'flex',
    alignItems: 'center',
    gap: tokens.spacingHorizontalM,
    minHeight: '48px',
    padding: `0 ${tokens.spacingHorizontalL}`,
  },
  name: { flexGrow: 1, minWidth: 0, overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' },
})

/** Who was removed and may be allowed back; organisers alone are told. */
export const RemovedSection = () => {
  const styles = useStyles()
  const { t } = useTranslation()
  const run = useRun()
  const heading = useId()
  const removed = useCall((state) => state.removed)
  const may = useCall((state) => mayIn(state, 'readmit'))
  const cutOff = useCall((state) => state.phase !== 'joined')
  if (!may || removed.length === 0) return null
  return (
    <section aria-labelledby={heading}>
      <SectionHeading id={heading} title={t('manage.removed')} count={removed.length} />
      <ul className={styles.list}>
        {removed.map(({ personId, name }) => (
          <li key={personId} className={styles.row}>
            <Avatar name={name} size={32} />
            <span className={styles.name}>{name}</span>
            <Button
              aria-label={t('manage.readmitNamed', { name })}
              disabledFocusable={cutOff}
              onClick={() => run(({ engine }) => engine.moderation.readmit({ personId }))}
            >
              {t('manage.readmit')}
            </Button>
          </li>
        ))}
      </ul>
    </section>
  )
}
