import { Button, makeStyles, Text, tokens } from '@fluentui/react-components'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { playTestTone } from './test-tone.ts'

const useStyles = makeStyles({ button: { minHeight: '32px', paddingRight: 0, color: tokens.colorBrandForegroundLink } })

/** Plays a short sound through the chosen speakers. */
export const TestSpeakers = ({ speakerId }: { speakerId: string | undefined }) => {
  const styles = useStyles()
  const { t } = useTranslation()
  const [state, setState] = useState<'idle' | 'playing' | 'failed'>('idle')

  const play = (): void => {
    if (state === 'playing') return
    setState('playing')
    playTestTone(speakerId).then(
      () => setState('idle'),
      () => setState('failed'),
    )
  }

  return (
    <>
      <Button
        appearance="transparent"
        size="small"
        className={styles.button}
        disabledFocusable={state === 'playing'}
        onClick={play}
      >
        {t(state === 'playing' ? 'preJoin.testing' : 'preJoin.testSpeakers')}
      </Button>
      {state === 'failed' ? (
        <Text size={200} role="alert">
          {t('preJoin.testFailed')}
        </Text>
      ) : null}
    </>
  )
}
