import { makeStyles } from '@fluentui/react-components'
import { useTranslation } from 'react-i18next'
import { useCall } from '../../app/services.ts'
import { useReducedMotion } from '../../ui/appearance.ts'
import { participantOf } from '../stage/participant-media.ts'
import { REACTION_SIGNS } from '../stage/reaction-signs.ts'

/** More than these at once would be a wall. */
const AT_MOST = 8
const LANES = 4

const useStyles = makeStyles({
  root: {
    position: 'absolute',
    left: '16px',
    bottom: '16px',
    width: '320px',
    maxWidth: '80%',
    height: '200px',
    pointerEvents: 'none',
  },
  reaction: {
    position: 'absolute',
    bottom: 0,
    display: 'flex',
    alignItems: 'center',
    gap: '4px',
    fontSize: '28px',
    animationName: {
      from: { transform: 'translateY(0)', opacity: 1 },
      '70%': { opacity: 1 },
      to: { transform: 'translateY(-160px)', opacity: 0 },
    },
    animationDuration: '4s',
    animationTimingFunction: 'ease-out',
    animationFillMode: 'forwards',
  },
  name: {
    padding: '0 6px',
    borderRadius: '4px',
    fontSize: '12px',
    lineHeight: '20px',
    whiteSpace: 'nowrap',
    color: '#ffffff',
    backgroundColor: 'rgba(18, 20, 21, 0.78)',
  },
  unseen: { position: 'absolute', width: '1px', height: '1px', overflow: 'hidden', clipPath: 'inset(50%)' },
})

/** Reactions rise over the stage. Where less motion is wanted they stand on the tiles instead, and only the words are here. */
export const FloatingReactions = () => {
  const styles = useStyles()
  const { t } = useTranslation()
  const still = useReducedMotion()
  const reactions = useCall((state) => state.reactions)
  const participants = useCall((state) => state.participants)
  const nameOf = (id: string): string => participantOf({ participants }, id)?.name ?? t('notices.somebody')
  const last = reactions.at(-1)
  return (
    <>
      {still ? null : (
        <div className={styles.root} aria-hidden="true">
          {reactions.slice(-AT_MOST).map(({ id, participantId, reaction }) => (
            <span key={id} className={styles.reaction} style={{ left: `${(id % LANES) * 24}%` }}>
              {REACTION_SIGNS[reaction]}
              <span className={styles.name}>{nameOf(participantId)}</span>
            </span>
          ))}
        </div>
      )}
      <span className={styles.unseen} role="status">
        {last === undefined
          ? ''
          : t('notices.reacted', { name: nameOf(last.participantId), reaction: t(`reaction.${last.reaction}`) })}
      </span>
    </>
  )
}
