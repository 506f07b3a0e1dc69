import { Button, makeStyles, tokens } from '@fluentui/react-components'
import { DismissRegular } from '@fluentui/react-icons/svg/dismiss'
import { DoorRegular } from '@fluentui/react-icons/svg/door'
import { ShieldQuestionRegular } from '@fluentui/react-icons/svg/shield-question'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useCall, usePlatform } from '../../app/services.ts'
import { waitingIn } from '../../call/moderation/waiting-in.ts'
import { useRun } from '../actions/ActionHost.tsx'
import { WaitingMark, WaitingMarks } from '../people/WaitingMarks.tsx'
import { useStageView, useView } from '../stage/stage-view.ts'
import { playKnock } from './knock-sound.ts'
import { followKnocks, hideKnocks, noKnocks } from './knocks.ts'

/** The toast goes by itself after this long, ms; the number on the people button stays. */
const SHOWN_FOR = 15_000

const useStyles = makeStyles({
  toast: {
    position: 'absolute',
    zIndex: 5,
    top: '52px',
    right: tokens.spacingHorizontalL,
    boxSizing: 'border-box',
    width: 'min(380px, calc(100% - 32px))',
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalS,
    padding: tokens.spacingHorizontalM,
    borderRadius: '4px',
    borderLeft: '4px solid #f2c661',
    color: tokens.colorNeutralForeground1,
    backgroundColor: tokens.colorNeutralBackground1,
    boxShadow: tokens.shadow16,
    '@media (forced-colors: active)': { border: '1px solid CanvasText' },
  },
  words: { display: 'flex', alignItems: 'flex-start', gap: tokens.spacingHorizontalS },
  icon: { flexShrink: 0, fontSize: '20px', color: '#f2c661' },
  text: { flexGrow: 1, minWidth: 0, overflowWrap: 'anywhere', display: 'flex', flexDirection: 'column' },
  small: { flexShrink: 0, fontSize: '16px' },
  actions: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalS, paddingLeft: '28px' },
})

/** Somebody has come to the lobby: told with a sound, and answered at once. Nothing while the lobby itself is in sight. */
export const LobbyToast = ({ sound = playKnock }: { sound?: () => void }) => {
  const styles = useStyles()
  const { t } = useTranslation()
  const run = useRun()
  const view = useStageView()
  const platform = usePlatform()
  const panelOpen = useView(({ panel }) => panel === 'people')
  const waiting = useCall(waitingIn)
  const cutOff = useCall((state) => state.phase !== 'joined')
  const title = useCall((state) => state.meeting?.title)
  const [knocks, setKnocks] = useState(noKnocks)

  const followed = followKnocks(knocks, waiting)
  const first = waiting.find(({ id }) => followed.shown.includes(id))
  const name = first?.name
  const unverified = waiting.filter(({ id, verification }) => verification === 'nothing' && followed.shown.includes(id)).length
  const more = followed.shown.length - 1
  const text =
    name === undefined ? '' : more === 0 ? t('admitting.knocked', { name }) : t('admitting.knockedMore', { name, count: more })

  useEffect(() => {
    setKnocks((before) => {
      const { news: _told, ...after } = followKnocks(before, waiting)
      return after
    })
  }, [waiting])

  // Told once for each time that somebody comes, whatever else changes meanwhile.
  const { news } = followed
  useEffect(() => {
    if (!news) return
    sound()
    if (document.hidden && platform.abilities.notify) platform.notify(title ?? t('common.product'), text)
  }, [news, sound, platform, title, text, t])

  const latest = followed.shown.at(-1)
  useEffect(() => {
    if (latest === undefined) return
    const timer = setTimeout(() => setKnocks(hideKnocks), SHOWN_FOR)
    return () => clearTimeout(timer)
  }, [latest])

  const shown = first !== undefined && !panelOpen
  return (
    <div role="status" aria-label={t('admitting.region')}>
      {shown ? (
        <div className={styles.toast} data-lobby-toast>
          <div className={styles.words}>
            <DoorRegular className={styles.icon} aria-hidden="true" />
            <span className={styles.text}>
              {text}
              {more === 0 ? <WaitingMarks person={first} /> : null}
              {more > 0 && unverified > 0 ? (
                <WaitingMark attention icon={<ShieldQuestionRegular className={styles.small} aria-hidden="true" />}>
                  {t('admitting.unverified', { count: unverified })}
                </WaitingMark>
              ) : null}
            </span>
            <Button
              appearance="subtle"
              icon={<DismissRegular />}
              aria-label={t('notices.dismiss')}
              onClick={() => setKnocks(hideKnocks)}
            />
          </div>
          <div className={styles.actions}>
            <Button
              appearance="primary"
              disabledFocusable={cutOff}
              onClick={() => run(({ engine }) => engine.moderation.admit({ waitingIds: [...followed.shown] }))}
            >
              {t(more === 0 ? 'admitting.admit' : 'admitting.admitAll')}
            </Button>
            <Button onClick={() => view.setState({ panel: 'people' })}>{t('admitting.show')}</Button>
          </div>
        </div>
      ) : null}
    </div>
  )
}
