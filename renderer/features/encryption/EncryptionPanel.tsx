import { Button, makeStyles, Text, tokens } from '@fluentui/react-components'
import { type ReactNode, useEffect, useId, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { TURNED_OFF } from '#shared/encryption/turned-off.ts'
import { useCall, useEngine } from '../../app/services.ts'
import type { EncryptionChange } from '../../call/encryption/encryption-state.ts'
import { useFormat } from '../../ui/use-format.ts'
import { useScrollFocus } from '../people/use-scroll-focus.ts'
import { Panel } from '../stage/Panel.tsx'
import { DigitGroups } from './DigitGroups.tsx'
import { EncryptionDialog } from './EncryptionDialog.tsx'
import { MemberRow } from './MemberRow.tsx'
import { TurnedOffNote } from './TurnedOffNote.tsx'
import { useMovementWords } from './use-movement-words.ts'

const useStyles = makeStyles({
  scroll: {
    flexGrow: 1,
    minHeight: 0,
    overflowY: 'auto',
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalL,
    padding: `0 ${tokens.spacingHorizontalL} ${tokens.spacingVerticalL}`,
    textWrap: 'pretty',
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}`, outlineOffset: '-2px' },
  },
  part: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalS },
  heading: {
    margin: 0,
    fontSize: tokens.fontSizeBase200,
    lineHeight: tokens.lineHeightBase200,
    fontWeight: tokens.fontWeightSemibold,
    color: tokens.colorNeutralForeground2,
  },
  list: { margin: 0, padding: 0, listStyle: 'none' },
  change: {
    display: 'grid',
    gridTemplateColumns: '64px minmax(0, 1fr)',
    columnGap: tokens.spacingHorizontalS,
    padding: `${tokens.spacingVerticalXS} 0`,
    overflowWrap: 'anywhere',
  },
  what: { display: 'block', '::first-letter': { textTransform: 'uppercase' } },
  time: { fontVariantNumeric: 'tabular-nums', color: tokens.colorNeutralForeground2 },
  quiet: { color: tokens.colorNeutralForeground2 },
  about: { alignSelf: 'flex-start' },
})

const Part = ({ title, children }: { title: string; children: ReactNode }) => {
  const styles = useStyles()
  const heading = useId()
  return (
    <section aria-labelledby={heading} className={styles.part}>
      <h3 id={heading} className={styles.heading}>
        {title}
      </h3>
      {children}
    </section>
  )
}

const Change = ({ change }: { change: EncryptionChange }) => {
  const styles = useStyles()
  const format = useFormat()
  const words = useMovementWords()
  return (
    <li className={styles.change}>
      <span className={styles.time}>{format.time(change.at)}</span>
      <span>
        {words(change).map((part) => (
          <span key={part} className={styles.what}>
            {part}
          </span>
        ))}
      </span>
    </li>
  )
}

/** The security code with which people check that nobody stands between them, who came and went, and who has the keys. */
export const EncryptionPanel = () => {
  const styles = useStyles()
  const { t } = useTranslation()
  const engine = useEngine()
  const scroll = useRef<HTMLElement>(null)
  const encryption = useCall((state) => state.encryption)
  const [isTold, setTold] = useState(false)
  const unseen = encryption?.unseen ?? false
  useScrollFocus(scroll)

  // What changes while it is open is seen, too.
  useEffect(() => {
    if (unseen) engine.seeEncryption()
  }, [engine, unseen])

  if (encryption === undefined) return null
  const { status, securityCode, isPostQuantum, changes, members } = encryption
  return (
    <Panel opens="encryption" title={t('encrypted.panel.title')}>
      <section ref={scroll} className={styles.scroll} aria-label={t('encrypted.panel.content')}>
        <Text>{t(`encrypted.panel.${status}`)}</Text>
        {securityCode === undefined || status !== 'protected' ? null : (
          <Part title={t('encrypted.panel.code')}>
            <DigitGroups code={securityCode} />
            <Text size={200}>{t('encrypted.panel.compare')}</Text>
            <Text size={200} className={styles.quiet}>
              {t(isPostQuantum ? 'encrypted.panel.postQuantum' : 'encrypted.panel.notPostQuantum')}
            </Text>
          </Part>
        )}
        <Part title={t('encrypted.panel.changes')}>
          {changes.length === 0 ? (
            <Text className={styles.quiet}>{t('encrypted.panel.noChange')}</Text>
          ) : (
            <ol className={styles.list}>
              {changes.toReversed().map((change) => (
                <Change key={change.id} change={change} />
              ))}
            </ol>
          )}
        </Part>
        {members.length === 0 ? null : (
          <Part title={`${t('encrypted.panel.members')} · ${members.length}`}>
            <ul className={styles.list}>
              {members.map((member) => (
                <MemberRow key={member.fingerprint ?? member.participantId ?? 'self'} encryption={encryption} member={member} />
              ))}
            </ul>
          </Part>
        )}
        <Part title={t('encrypted.panel.off')}>
          <TurnedOffNote features={TURNED_OFF} />
          <Button appearance="subtle" size="small" className={styles.about} onClick={() => setTold(true)}>
            {t('encryption.whatItMeans')}
          </Button>
        </Part>
      </section>
      <EncryptionDialog open={isTold} onClose={() => setTold(false)} />
    </Panel>
  )
}
