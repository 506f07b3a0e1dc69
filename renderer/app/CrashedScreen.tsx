import { Button, Text } from '@fluentui/react-components'
import { useTranslation } from 'react-i18next'
import { CardScreen } from '../ui/CardScreen.tsx'
import { Heading } from '../ui/Heading.tsx'

/** In the place of a screen that failed to render. */
export const CrashedScreen = ({ onAgain }: { onAgain: () => void }) => {
  const { t } = useTranslation()
  return (
    <CardScreen>
      <Heading level={1}>{t('ended.crashTitle')}</Heading>
      <Text>{t('ended.crashMeaning')}</Text>
      <Button appearance="primary" onClick={onAgain}>
        {t('ended.reload')}
      </Button>
    </CardScreen>
  )
}
