import {
  Button,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
  DialogTrigger,
  makeStyles,
  tokens,
} from '@fluentui/react-components'
import { useTranslation } from 'react-i18next'
import { usePlatform } from '../../app/services.ts'
import { useStageView, useView } from '../stage/stage-view.ts'
import { type ActionId, actions } from './actions.ts'
import { type Shortcut, writeShortcut } from './keys.ts'

/** Keys that are held, or that move the focus: what they do is no action. */
const OTHER_KEYS = [
  { id: 'talk', shortcut: { key: ' ' } },
  { id: 'nextRegion', shortcut: { key: 'F6' } },
] as const satisfies { id: string; shortcut: Shortcut }[]

type Row = { id: ActionId | (typeof OTHER_KEYS)[number]['id'] | 'tiles'; keys: string }

const useStyles = makeStyles({
  list: { margin: 0, display: 'flex', flexDirection: 'column' },
  row: {
    display: 'flex',
    justifyContent: 'space-between',
    alignItems: 'center',
    gap: tokens.spacingHorizontalL,
    minHeight: '36px',
    borderBottom: `1px solid ${tokens.colorNeutralStroke3}`,
    ':last-child': { borderBottomStyle: 'none' },
  },
  keys: { margin: 0, flexShrink: 0 },
  key: {
    fontFamily: tokens.fontFamilyBase,
    fontSize: tokens.fontSizeBase200,
    padding: `2px ${tokens.spacingHorizontalS}`,
    borderRadius: tokens.borderRadiusMedium,
    border: `1px solid ${tokens.colorNeutralStroke1}`,
    backgroundColor: tokens.colorNeutralBackground3,
    color: tokens.colorNeutralForeground1,
    whiteSpace: 'nowrap',
  },
})

/** Every shortcut there is, from the registry. */
export const ShortcutsDialog = () => {
  const { t } = useTranslation()
  const styles = useStyles()
  const view = useStageView()
  const open = useView(({ dialog }) => dialog === 'shortcuts')
  const mac = usePlatform().info.os === 'macos'

  const rows: Row[] = [
    ...[...actions, ...OTHER_KEYS].flatMap(({ id, shortcut }) =>
      shortcut === undefined ? [] : [{ id, keys: writeShortcut(shortcut, mac) }],
    ),
    { id: 'tiles', keys: '← ↑ → ↓' },
  ]

  return (
    <Dialog open={open} onOpenChange={(_, data) => !data.open && view.setState({ dialog: undefined })}>
      <DialogSurface>
        <DialogBody>
          <DialogTitle>{t('actions.shortcutsTitle')}</DialogTitle>
          <DialogContent tabIndex={0}>
            <dl className={styles.list}>
              {rows.map(({ id, keys }) => (
                <div key={id} className={styles.row}>
                  <dt>{t(`actions.name.${id}`)}</dt>
                  <dd className={styles.keys}>
                    <kbd className={styles.key}>{keys}</kbd>
                  </dd>
                </div>
              ))}
            </dl>
          </DialogContent>
          <DialogActions>
            <DialogTrigger disableButtonEnhancement>
              <Button>{t('common.close')}</Button>
            </DialogTrigger>
          </DialogActions>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  )
}
