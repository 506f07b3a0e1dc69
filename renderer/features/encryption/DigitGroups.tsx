import { Button, makeStyles, tokens } from '@fluentui/react-components'
import { CheckmarkRegular } from '@fluentui/react-icons/svg/checkmark'
import { CopyRegular } from '@fluentui/react-icons/svg/copy'
import { useTranslation } from 'react-i18next'
import { useCopy } from '../../ui/use-copy.ts'
import { spokenDigits } from './spoken-digits.ts'

const useStyles = makeStyles({
  root: { display: 'flex', flexDirection: 'column', alignItems: 'flex-start', gap: tokens.spacingVerticalS },
  groups: {
    alignSelf: 'stretch',
    display: 'grid',
    gridTemplateColumns: 'repeat(3, auto)',
    justifyContent: 'space-between',
    gap: `${tokens.spacingVerticalS} ${tokens.spacingHorizontalM}`,
    padding: tokens.spacingHorizontalM,
    borderRadius: '4px',
    fontFamily: tokens.fontFamilyMonospace,
    fontSize: '24px',
    lineHeight: '32px',
    fontWeight: tokens.fontWeightSemibold,
    letterSpacing: '0.04em',
    userSelect: 'text',
    color: tokens.colorNeutralForeground1,
    backgroundColor: tokens.colorNeutralBackground2,
    '@media (max-width: 359px)': { gridTemplateColumns: 'repeat(2, auto)' },
    '@media (forced-colors: active)': { border: '1px solid CanvasText' },
  },
  spoken: {
    position: 'absolute',
    width: '1px',
    height: '1px',
    overflow: 'hidden',
    clipPath: 'inset(50%)',
    userSelect: 'none',
  },
})

/** Thirty digits to read aloud: large for the eye, one by one for screen readers, and to be selected or copied. */
export const DigitGroups = ({ code }: { code: string }) => {
  const styles = useStyles()
  const { t } = useTranslation()
  const { outcome, copy } = useCopy(code)
  return (
    <div className={styles.root}>
      <span className={styles.spoken} data-spoken>
        {spokenDigits(code)}
      </span>
      <div className={styles.groups} aria-hidden="true" data-digits>
        {Array.from(code.matchAll(/\d+/g), ({ 0: group, index }) => (
          <span key={index}>{group} </span>
        ))}
      </div>
      <Button size="small" icon={outcome === 'copied' ? <CheckmarkRegular /> : <CopyRegular />} onClick={copy}>
        <span aria-live="polite">
          {outcome === undefined
            ? t('encrypted.code.copy')
            : t(outcome === 'copied' ? 'encrypted.code.copied' : 'encrypted.code.copyFailed')}
        </span>
      </Button>
    </div>
  )
}
