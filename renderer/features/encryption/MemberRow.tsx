import { Button, makeStyles, mergeClasses, tokens } from '@fluentui/react-components'
import { FingerprintRegular } from '@fluentui/react-icons/svg/fingerprint'
import { useTranslation } from 'react-i18next'
import { useCall } from '../../app/services.ts'
import type { EncryptionMember, EncryptionState } from '../../call/encryption/encryption-state.ts'
import { knownMember } from '../../call/encryption/known-person.ts'
import { Avatar } from '../../ui/Avatar.tsx'
import { useStageView } from '../stage/stage-view.ts'
import { useWhoWords } from './use-who-words.ts'
import { WhoLines } from './WhoLines.tsx'

const useStyles = makeStyles({
  row: {
    display: 'flex',
    alignItems: 'flex-start',
    gap: tokens.spacingHorizontalM,
    padding: `${tokens.spacingVerticalS} 0`,
    borderBottom: `1px solid ${tokens.colorNeutralStroke3}`,
    ':last-child': { borderBottomStyle: 'none' },
  },
  words: { flexGrow: 1, minWidth: 0, display: 'flex', flexDirection: 'column' },
  name: { overflowWrap: 'anywhere' },
  line: {
    fontSize: tokens.fontSizeBase200,
    lineHeight: tokens.lineHeightBase200,
    color: tokens.colorNeutralForeground2,
    overflowWrap: 'anywhere',
  },
  doubtful: { color: tokens.colorPaletteMarigoldForeground2 },
})

/** Somebody who has the keys of the meeting: their name as it was verified, how, and what they share with this person. */
export const MemberRow = ({ encryption, member }: { encryption: EncryptionState; member: EncryptionMember }) => {
  const styles = useStyles()
  const { t } = useTranslation()
  const view = useStageView()
  const words = useWhoWords()
  const { participantId, fingerprint, isSelf } = member
  const claimed = useCall(({ participants }) => participants.find(({ id }) => id === participantId)?.name)
  const known = knownMember(encryption, member)
  const name = words.name(known.name)
  return (
    <li className={styles.row} data-member={known.is}>
      <Avatar name={known.name ?? ''} size={32} />
      <span className={styles.words}>
        <span className={styles.name}>{isSelf ? t('stage.you', { name }) : name}</span>
        {known.email === undefined ? null : <span className={styles.line}>{known.email}</span>}
        <WhoLines known={known} claimed={claimed} self={isSelf} />
        {claimed === undefined && !isSelf ? (
          <span className={mergeClasses(styles.line, styles.doubtful)}>{t('encrypted.about.unseated')}</span>
        ) : null}
      </span>
      {fingerprint === undefined ? null : (
        <Button
          appearance="subtle"
          icon={<FingerprintRegular />}
          aria-label={t('encrypted.fingerprint.compareWith', { name })}
          title={t('encrypted.fingerprint.compare')}
          aria-haspopup="dialog"
          onClick={() => view.setState({ compared: fingerprint })}
        />
      )}
    </li>
  )
}
