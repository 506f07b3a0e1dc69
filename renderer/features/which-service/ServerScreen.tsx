import { makeStyles, Text, tokens } from '@fluentui/react-components'
import { useTranslation } from 'react-i18next'
import { useLocked } from '../../app/services.ts'
import { CardScreen } from '../../ui/CardScreen.tsx'
import { Heading } from '../../ui/Heading.tsx'
import { ManagedMark } from '../../ui/ManagedMark.tsx'
import { ServerForm } from './ServerForm.tsx'

const useStyles = makeStyles({ words: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalS } })

/** Stands in the place of everything else while nobody has said which service Parley works with. */
export const ServerScreen = () => {
  const styles = useStyles()
  const { t } = useTranslation()
  const locked = useLocked('server')
  return (
    <CardScreen>
      <div className={styles.words}>
        <Heading level={1}>{t(locked ? 'server.lockedTitle' : 'server.title')}</Heading>
        <Text>{t(locked ? 'server.locked' : 'server.meaning')}</Text>
      </div>
      {locked ? <ManagedMark /> : <ServerForm />}
    </CardScreen>
  )
}
