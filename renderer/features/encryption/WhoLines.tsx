import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components'
import { PersonWarningFilled } from '@fluentui/react-icons/svg/person-warning'
import { useTranslation } from 'react-i18next'
import type { KnownPerson } from '../../call/encryption/known-person.ts'
import { useWhoWords } from './use-who-words.ts'
import { isDoubtful, WhoIcon } from './WhoIcon.tsx'

const useStyles = makeStyles({
  line: {
    display: 'flex',
    alignItems: 'flex-start',
    gap: '4px',
    fontSize: tokens.fontSizeBase200,
    lineHeight: tokens.lineHeightBase200,
    color: tokens.colorNeutralForeground2,
    overflowWrap: 'anywhere',
    textWrap: 'pretty',
  },
  words: { minWidth: 0 },
  doubtful: { color: tokens.colorPaletteMarigoldForeground2 },
  icon: { flexShrink: 0, fontSize: '16px' },
})

/** How somebody was verified, what is wrong with that, and what the service calls them where no name can be believed. */
export const WhoLines = ({ known, claimed, self }: { known: KnownPerson; claimed: string | undefined; self: boolean }) => {
  const styles = useStyles()
  const { t } = useTranslation()
  const words = useWhoWords()
  const why = self && known.is === 'checking' ? undefined : words.why(known)
  return (
    <>
      <span className={mergeClasses(styles.line, isDoubtful(known) && styles.doubtful)} data-who={known.is}>
        <WhoIcon is={known.is} className={styles.icon} />
        <span className={styles.words}>{words.who(known)}</span>
      </span>
      {why === undefined ? null : <span className={styles.line}>{why}</span>}
      {known.name === undefined && !self && claimed !== undefined ? (
        <span className={styles.line}>{t('encrypted.about.claimed', { name: claimed })}</span>
      ) : null}
      {known.twice ? (
        <span className={mergeClasses(styles.line, styles.doubtful)}>
          <PersonWarningFilled className={styles.icon} aria-hidden="true" />
          <span className={styles.words}>
            {t('encrypted.who.twice')}. {t('encrypted.about.twice')}
          </span>
        </span>
      ) : null}
    </>
  )
}
