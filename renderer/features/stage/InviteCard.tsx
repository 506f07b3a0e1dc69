import { makeStyles, Text, tokens } from '@fluentui/react-components'
import { useTranslation } from 'react-i18next'
import { webLinkOf } from '#shared/meeting/code.ts'
import { useCall, usePlatform } from '../../app/services.ts'
import { CopyLinkButton } from '../../ui/CopyLinkButton.tsx'
import { Heading } from '../../ui/Heading.tsx'
import type { Rect } from './layout.ts'

const useStyles = makeStyles({
  card: {
    position: 'absolute',
    display: 'flex',
    flexDirection: 'column',
    justifyContent: 'center',
    alignItems: 'flex-start',
    gap: tokens.spacingVerticalM,
    boxSizing: 'border-box',
    padding: tokens.spacingHorizontalXXL,
    overflow: 'hidden',
    '@media (max-width: 699px)': { padding: tokens.spacingHorizontalL },
  },
  link: {
    fontVariantNumeric: 'tabular-nums',
    color: tokens.colorNeutralForeground2,
    overflowWrap: 'anywhere',
    userSelect: 'all',
  },
})

/** Beside oneself while nobody else is there: what to do about it. */
export const InviteCard = ({ place }: { place: Rect }) => {
  const styles = useStyles()
  const { t } = useTranslation()
  const { serviceOrigin } = usePlatform()
  const code = useCall((state) => state.code)
  const link = code === undefined ? undefined : webLinkOf(serviceOrigin, code)
  return (
    <div className={styles.card} style={{ ...place }}>
      <Heading level={2}>{t('stage.alone.title')}</Heading>
      <Text>{t('stage.alone.meaning')}</Text>
      {link === undefined ? null : (
        <>
          <Text size={200} className={styles.link}>
            {link}
          </Text>
          <CopyLinkButton link={link} appearance="primary">
            {t('common.copyLink')}
          </CopyLinkButton>
        </>
      )}
    </div>
  )
}
