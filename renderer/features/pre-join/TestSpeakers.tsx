import { Button, Text } from '@fluentui/react-components'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { playTestTone } from './test-tone.ts'

/** Plays a short sound through the chosen speakers. */
export const TestSpeakers = ({ speakerId }: { speakerId: string | undefined }) => {
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
      <Button appearance="subtle" size="small" disabledFocusable={state === 'playing'} onClick={play}>
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
