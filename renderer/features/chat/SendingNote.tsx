import { Button, makeStyles, tokens } from '@fluentui/react-components'
import { WarningRegular } from '@fluentui/react-icons/svg/warning'
import { useTranslation } from 'react-i18next'
import type { Sending } from './use-sending.ts'

const useStyles = makeStyles({
  note: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: tokens.spacingHorizontalS,
    padding: tokens.spacingHorizontalS,
    marginBottom: tokens.spacingVerticalS,
    borderRadius: '4px',
    fontSize: tokens.fontSizeBase200,
    lineHeight: tokens.lineHeightBase200,
    color: tokens.colorNeutralForeground1,
    backgroundColor: tokens.colorNeutralBackground2,
    border: `1px solid ${tokens.colorPaletteMarigoldBorder2}`,
  },
  icon: { flexShrink: 0, fontSize: '16px', color: tokens.colorPaletteMarigoldForeground2 },
  words: { flexGrow: 1, flexBasis: '200px' },
})

/** Why a message is not on its way: what it was found to be, or what failed. */
export const SendingNote = ({
  sending: { warning, failure },
  onInsist,
  onChange,
}: {
  sending: Pick<Sending, 'warning' | 'failure'>
  onInsist(): void
  onChange(): void
}) => {
  const styles = useStyles()
  const { t } = useTranslation()
  if (warning === undefined && failure === undefined) return null
  return (
    <div className={styles.note} role="alert">
      <WarningRegular className={styles.icon} aria-hidden="true" />
      {warning === undefined ? (
        <span className={styles.words}>
          {failure === undefined ? '' : `${t(`error.${failure}.title`)}. ${t(`error.${failure}.action`)}`}
        </span>
      ) : (
        <>
          <span className={styles.words}>
            {t(`chat.warning.${warning.kind}`, { objection: t(`chat.objection.${warning.objection}`) })}
          </span>
          <Button appearance="primary" onClick={onChange}>
            {t('chat.warning.change')}
          </Button>
          {warning.kind === 'refuse' ? null : (
            <Button onClick={onInsist}>{t(warning.kind === 'hold' ? 'chat.warning.sendHeld' : 'chat.warning.sendAnyway')}</Button>
          )}
        </>
      )}
    </div>
  )
}
