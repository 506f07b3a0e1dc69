import { Button, makeStyles, Spinner, Text, tokens } from '@fluentui/react-components'
import { OpenRegular } from '@fluentui/react-icons/svg/open'
import { useTranslation } from 'react-i18next'
import type { SignInStep } from '#shared/desktop-bridge.ts'
import { usePlatform } from '../../app/services.ts'

const useStyles = makeStyles({
  root: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalL },
  step: { display: 'flex', alignItems: 'flex-start', gap: tokens.spacingHorizontalM },
  icon: { flexShrink: 0, fontSize: '24px', color: tokens.colorBrandForeground1, width: '28px', display: 'grid' },
  words: { textWrap: 'pretty' },
  actions: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalS },
})

/** Where a sign-in in the browser is, and what one can do about it. It can be stopped at any time. */
export const InBrowser = ({ step, words }: { step: SignInStep; words: string }) => {
  const styles = useStyles()
  const { t } = useTranslation()
  const { identity } = usePlatform()
  // A page that can't be opened again or stopped says so itself: what runs is refused.
  const ask = (asked: Promise<void>): void => void asked.catch(() => undefined)
  return (
    <div className={styles.root}>
      <div className={styles.step} role="status">
        <span className={styles.icon} aria-hidden="true">
          {step === 'browser' ? <OpenRegular /> : <Spinner size="tiny" />}
        </span>
        <Text className={styles.words}>{words}</Text>
      </div>
      <div className={styles.actions}>
        {step === 'browser' ? (
          <Button appearance="primary" onClick={() => ask(identity.reopen())}>
            {t('signIn.openAgain')}
          </Button>
        ) : null}
        <Button onClick={() => ask(identity.cancel())}>{t('common.cancel')}</Button>
      </div>
    </div>
  )
}
