import { makeStyles, Text, tokens } from '@fluentui/react-components'
import { useTranslation } from 'react-i18next'
import type { TurnedOff } from '#shared/encryption/turned-off.ts'

const useStyles = makeStyles({ note: { color: tokens.colorNeutralForeground3, textWrap: 'pretty' } })

/** Stands where controls would be that an encrypted meeting is without, and says why. */
export const TurnedOffNote = ({ features }: { features: readonly TurnedOff[] }) => {
  const styles = useStyles()
  const { t, i18n } = useTranslation()
  const names = features.map((feature) => t(`encryption.turnedOff.${feature}.name`))
  return (
    <Text size={200} block className={styles.note}>
      {t('encryption.absent', { names: new Intl.ListFormat(i18n.language, { type: 'unit' }).format(names) })}
    </Text>
  )
}
