import { Button, makeStyles, tokens } from '@fluentui/react-components'
import { useTranslation } from 'react-i18next'
import { useShallow } from 'zustand/react/shallow'
import { useCall } from '../../app/services.ts'
import { peopleIn } from '../../call/encryption/known-person.ts'
import { useWhoWords } from '../encryption/use-who-words.ts'
import type { Share } from './order.ts'
import { useStageView } from './stage-view.ts'

const useStyles = makeStyles({
  root: {
    position: 'absolute',
    margin: 0,
    border: 'none',
    left: '8px',
    top: '8px',
    display: 'flex',
    flexWrap: 'wrap',
    gap: '4px',
    padding: '4px',
    borderRadius: '8px',
    backgroundColor: 'rgba(18, 20, 21, 0.85)',
  },
  button: { minWidth: 0, fontWeight: tokens.fontWeightRegular },
})

/** Whose shared screen is shown, where several people share. */
export const ShareChooser = ({ shares, shown }: { shares: readonly Share[]; shown: Share | undefined }) => {
  const styles = useStyles()
  const { t } = useTranslation()
  const view = useStageView()
  const names = useCall(
    useShallow((state) => shares.map(({ participantId }) => peopleIn(state).find(({ id }) => id === participantId)?.name)),
  )
  const words = useWhoWords()
  return (
    <fieldset aria-label={t('stage.chooseShare')} className={styles.root}>
      {shares.map(({ producerId }, index) => (
        <Button
          key={producerId}
          className={styles.button}
          appearance={producerId === shown?.producerId ? 'primary' : 'subtle'}
          aria-pressed={producerId === shown?.producerId}
          onClick={() => view.setState({ chosenShareId: producerId })}
        >
          {words.name(names[index])}
        </Button>
      ))}
    </fieldset>
  )
}
