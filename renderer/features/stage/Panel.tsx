import { Button, makeStyles, tokens } from '@fluentui/react-components'
import { DismissRegular } from '@fluentui/react-icons/svg/dismiss'
import { type ReactNode, useEffect, useId, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { Heading } from '../../ui/Heading.tsx'
import { type StageView, useStageView } from './stage-view.ts'

const useStyles = makeStyles({
  panel: {
    display: 'flex',
    flexDirection: 'column',
    boxSizing: 'border-box',
    width: '340px',
    flexShrink: 0,
    marginLeft: tokens.spacingHorizontalM,
    borderRadius: '8px',
    overflow: 'hidden',
    border: `1px solid ${tokens.colorTransparentStroke}`,
    backgroundColor: tokens.colorNeutralBackground1,
    '@media (max-width: 699px)': { position: 'absolute', inset: 0, zIndex: 3, width: '100%', marginLeft: 0, borderRadius: 0 },
    '@media (forced-colors: active)': { border: '1px solid CanvasText' },
  },
  head: {
    display: 'flex',
    alignItems: 'center',
    gap: tokens.spacingHorizontalXS,
    padding: `${tokens.spacingVerticalM} ${tokens.spacingHorizontalS} ${tokens.spacingVerticalS} ${tokens.spacingHorizontalL}`,
  },
  title: { flexGrow: 1 },
})

interface Props {
  /** The control with `data-opens` of this name gets the focus back. */
  opens: NonNullable<StageView['panel']>
  title: string
  /** Beside the button that closes it. */
  actions?: ReactNode
  children: ReactNode
}

/** What slides over from the right, one at a time. Opening it takes the focus, closing it gives the focus back. */
export const Panel = ({ opens, title, actions, children }: Props) => {
  const styles = useStyles()
  const { t } = useTranslation()
  const view = useStageView()
  const heading = useId()
  const panel = useRef<HTMLElement>(null)

  useEffect(() => {
    const before = document.activeElement
    const first = panel.current?.querySelector<HTMLElement>('input, select, textarea') ?? panel.current?.querySelector('button')
    first?.focus()
    return () => {
      const back = before instanceof HTMLElement && before !== document.body ? before : undefined
      const target = back?.isConnected ? back : document.querySelector<HTMLElement>(`[data-opens~="${opens}"]`)
      target?.focus()
    }
  }, [opens])

  return (
    <aside ref={panel} className={styles.panel} aria-labelledby={heading} data-region data-panel={opens}>
      <div className={styles.head}>
        <Heading level={2} id={heading} className={styles.title}>
          {title}
        </Heading>
        {actions}
        <Button
          appearance="subtle"
          icon={<DismissRegular />}
          aria-label={t('common.close')}
          onClick={() => view.setState({ panel: undefined })}
        />
      </div>
      {children}
    </aside>
  )
}
