import { makeStyles, Text, tokens } from '@fluentui/react-components'
import { type ReactNode, useId } from 'react'
import { useTranslation } from 'react-i18next'
import { MOVED_TO_DEVICE, NOT_PROTECTED, PROTECTED, TURNED_OFF } from '#shared/encryption/turned-off.ts'
import { Heading } from '../../ui/Heading.tsx'

const ABOUT = ['on', 'who', 'settled'] as const

const useStyles = makeStyles({
  root: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalXL, textWrap: 'pretty' },
  about: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalS },
  section: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalS },
  list: {
    margin: 0,
    paddingLeft: tokens.spacingHorizontalXL,
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalXS,
  },
  terms: { margin: 0, display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalS },
  term: { fontWeight: tokens.fontWeightSemibold },
  why: { margin: 0, color: tokens.colorNeutralForeground2 },
})

const Section = ({ title, children }: { title: string; children: ReactNode }) => {
  const styles = useStyles()
  const heading = useId()
  return (
    <section aria-labelledby={heading} className={styles.section}>
      <Heading level={3} id={heading}>
        {title}
      </Heading>
      {children}
    </section>
  )
}

const List = ({ items }: { items: readonly string[] }) => {
  const styles = useStyles()
  return (
    <ul className={styles.list}>
      {items.map((item) => (
        <li key={item}>
          <Text>{item}</Text>
        </li>
      ))}
    </ul>
  )
}

const Terms = ({ entries }: { entries: readonly { name: string; why: string }[] }) => {
  const styles = useStyles()
  return (
    <dl className={styles.terms}>
      {entries.map(({ name, why }) => (
        <div key={name}>
          <dt className={styles.term}>{name}</dt>
          <dd className={styles.why}>{why}</dd>
        </div>
      ))}
    </dl>
  )
}

/** What end-to-end encryption protects, what the service knows all the same, and what is not there with it. */
export const EncryptionExplanation = () => {
  const styles = useStyles()
  const { t } = useTranslation()
  return (
    <div className={styles.root}>
      <div className={styles.about}>
        {ABOUT.map((part) => (
          <Text key={part}>{t(`encryption.explain.about.${part}`)}</Text>
        ))}
      </div>
      <Section title={t('encryption.explain.protects')}>
        <List items={PROTECTED.map((what) => t(`encryption.protects.${what}`))} />
      </Section>
      <Section title={t('encryption.explain.leaves')}>
        <List items={NOT_PROTECTED.map((what) => t(`encryption.leaves.${what}`))} />
      </Section>
      <Section title={t('encryption.explain.turnedOff')}>
        <Terms
          entries={TURNED_OFF.map((feature) => ({
            name: t(`encryption.turnedOff.${feature}.name`),
            why: t(`encryption.turnedOff.${feature}.why`),
          }))}
        />
      </Section>
      <Section title={t('encryption.explain.moved')}>
        <Terms
          entries={MOVED_TO_DEVICE.map((feature) => ({
            name: t(`encryption.moved.${feature}.name`),
            why: t(`encryption.moved.${feature}.why`),
          }))}
        />
      </Section>
    </div>
  )
}
