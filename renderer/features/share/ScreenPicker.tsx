import {
  Button,
  Checkbox,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
  makeStyles,
  Spinner,
  Text,
  tokens,
} from '@fluentui/react-components'
import { useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ScreenSource } from '#shared/desktop-bridge.ts'
import { toParleyError } from '#shared/errors.ts'
import { useEngine, usePlatform } from '../../app/services.ts'
import { ErrorCard } from '../../ui/ErrorCard.tsx'
import { useStageView, useView } from '../stage/stage-view.ts'
import { useScreenSources } from './use-screen-sources.ts'

const useStyles = makeStyles({
  surface: { maxWidth: '760px', colorScheme: 'dark' },
  content: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalM, minHeight: '200px' },
  group: { border: 'none', margin: 0, padding: 0, minWidth: 0 },
  legend: { padding: `0 0 ${tokens.spacingVerticalS}`, fontWeight: tokens.fontWeightSemibold },
  grid: {
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fill, minmax(min(160px, 40%), 1fr))',
    gap: tokens.spacingHorizontalM,
  },
  source: {
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalXS,
    padding: tokens.spacingHorizontalS,
    borderRadius: '8px',
    border: `2px solid ${tokens.colorTransparentStroke}`,
    backgroundColor: tokens.colorNeutralBackground3,
    cursor: 'pointer',
    ':hover': { color: tokens.colorNeutralForeground1Hover, backgroundColor: tokens.colorNeutralBackground1Hover },
    ':has(input:checked)': { border: `2px solid ${tokens.colorCompoundBrandStroke}` },
    ':has(input:focus-visible)': { outline: `2px solid ${tokens.colorStrokeFocus2}`, outlineOffset: '2px' },
    '@media (forced-colors: active)': {
      border: '1px solid CanvasText',
      ':has(input:checked)': { border: '3px solid Highlight' },
    },
  },
  picture: {
    display: 'block',
    width: '100%',
    aspectRatio: '16 / 10',
    objectFit: 'contain',
    borderRadius: '4px',
    backgroundColor: '#121415',
  },
  name: { display: 'flex', alignItems: 'center', gap: tokens.spacingHorizontalXS, minWidth: 0 },
  nameText: { overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' },
  radio: { accentColor: tokens.colorCompoundBrandBackground, margin: 0, flexShrink: 0, outlineStyle: 'none' },
  icon: { width: '16px', height: '16px', flexShrink: 0 },
})

const Sources = ({
  title,
  sources,
  chosen,
  onChoose,
}: {
  title: string
  sources: readonly ScreenSource[]
  chosen: string | undefined
  onChoose(id: string): void
}) => {
  const styles = useStyles()
  const group = useId()
  if (sources.length === 0) return null
  return (
    <fieldset className={styles.group}>
      <legend className={styles.legend}>{title}</legend>
      <div className={styles.grid}>
        {sources.map(({ id, name, thumbnail, icon }) => (
          <label key={id} className={styles.source}>
            <img className={styles.picture} src={thumbnail} alt="" />
            <span className={styles.name}>
              <input
                type="radio"
                className={styles.radio}
                name={`source ${group}`}
                checked={id === chosen}
                onChange={() => onChoose(id)}
              />
              {icon === undefined ? null : <img className={styles.icon} src={icon} alt="" />}
              <span className={styles.nameText} title={name}>
                {name}
              </span>
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  )
}

/** Which screen or window everybody will see. Nothing is captured before *Share*. */
export const ScreenPicker = () => {
  const styles = useStyles()
  const { t } = useTranslation()
  const engine = useEngine()
  const platform = usePlatform()
  const view = useStageView()
  const open = useView(({ dialog }) => dialog === 'screenPicker')
  const { sources, failure } = useScreenSources(open)
  const [chosen, setChosen] = useState<string>()
  const [audio, setAudio] = useState(false)
  const available = sources?.some(({ id }) => id === chosen) ?? false

  const close = (): void => {
    view.setState({ dialog: undefined })
    setChosen(undefined)
    setAudio(false)
  }
  const share = async (id: string): Promise<void> => {
    close()
    try {
      await platform.screens.choose(id, audio)
      await engine.startShare({ audio })
    } catch (thrown) {
      view.setState({ outcome: { kind: 'failed', code: toParleyError(thrown).code, at: Date.now() } })
    }
  }

  return (
    <Dialog open={open} onOpenChange={(_, data) => !data.open && close()}>
      <DialogSurface className={styles.surface}>
        <DialogBody>
          <DialogTitle>{t('share.title')}</DialogTitle>
          <DialogContent className={styles.content}>
            <Text>{t('share.meaning')}</Text>
            {sources === undefined && failure === undefined ? <Spinner label={t('share.loading')} /> : null}
            {sources === undefined && failure !== undefined ? (
              <ErrorCard code={failure} level={3}>
                {failure === 'SCREEN_DENIED' && platform.abilities.mediaSettings.includes('screen') ? (
                  <Button onClick={() => void platform.media.openSettings('screen')}>{t('preJoin.openSettings')}</Button>
                ) : undefined}
              </ErrorCard>
            ) : null}
            {sources?.length === 0 ? <Text>{t('share.empty')}</Text> : null}
            {(['screen', 'window'] as const).map((kind) => (
              <Sources
                key={kind}
                title={t(kind === 'screen' ? 'share.screens' : 'share.windows')}
                sources={sources?.filter((source) => source.kind === kind) ?? []}
                chosen={chosen}
                onChoose={setChosen}
              />
            ))}
          </DialogContent>
          {platform.abilities.shareSystemAudio ? (
            <DialogActions position="start">
              <Checkbox label={t('share.audio')} checked={audio} onChange={(_, data) => setAudio(data.checked === true)} />
            </DialogActions>
          ) : null}
          <DialogActions position="end">
            <Button onClick={close}>{t('common.cancel')}</Button>
            <Button
              appearance="primary"
              disabledFocusable={!available}
              onClick={() => {
                if (chosen !== undefined && available) void share(chosen)
              }}
            >
              {t('share.confirm')}
            </Button>
          </DialogActions>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  )
}
