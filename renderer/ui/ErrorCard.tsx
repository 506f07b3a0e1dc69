import { makeStyles, mergeClasses, Text, tokens } from '@fluentui/react-components'
import { WarningRegular } from '@fluentui/react-icons/svg/warning'
import { type ReactNode, useId } from 'react'
import { useTranslation } from 'react-i18next'
import type { ErrorCode } from '#shared/errors.ts'

const useStyles = makeStyles({
  root: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalM, minWidth: 0 },
  heading: { display: 'flex', alignItems: 'center', gap: tokens.spacingHorizontalS, margin: 0, outlineStyle: 'none' },
  icon: { flexShrink: 0, fontSize: '24px', color: tokens.colorPaletteMarigoldForeground2 },
  words: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalXS, margin: 0, textWrap: 'pretty' },
  actions: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalS, marginTop: tokens.spacingVerticalXS },
  code: { color: tokens.colorNeutralForeground3, fontFamily: tokens.fontFamilyMonospace, overflowWrap: 'anywhere' },
})

const SIZES = { 1: 600, 2: 400, 3: 300 } as const

/**
 * What happened, what it means, what to do, and the code in small print for support. `children` are the buttons. It announces
 * itself when it appears.
 */
export const ErrorCard = ({
  code,
  children,
  className,
  level = 2,
}: {
  code: ErrorCode
  children?: ReactNode
  className?: string
  level?: 1 | 2 | 3
}) => {
  const styles = useStyles()
  const { t } = useTranslation()
  const heading = useId()
  const Heading = `h${level}` as const
  return (
    <section role="alert" aria-labelledby={heading} className={mergeClasses(styles.root, className)}>
      <Text
        as={Heading}
        id={heading}
        tabIndex={level === 1 ? -1 : undefined}
        size={SIZES[level]}
        weight="semibold"
        className={styles.heading}
      >
        <WarningRegular className={styles.icon} aria-hidden="true" />
        {t(`error.${code}.title`)}
      </Text>
      <div className={styles.words}>
        <Text>{t(`error.${code}.meaning`)}</Text>
        <Text>{t(`error.${code}.action`)}</Text>
      </div>
      {children === undefined ? null : <div className={styles.actions}>{children}</div>}
      <Text size={200} className={styles.code}>
        {t('common.errorCode', { code })}
      </Text>
    </section>
  )
}
