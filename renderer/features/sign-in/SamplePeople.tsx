import { Button, makeStyles, Skeleton, SkeletonItem, Text, tokens } from '@fluentui/react-components'
import { ChevronRightRegular } from '@fluentui/react-icons/svg/chevron-right'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type ErrorCode, toParleyError } from '#shared/errors.ts'
import { useNavigator } from '../../app/navigation.ts'
import { useAbout } from '../../app/use-about.ts'
import { Avatar } from '../../ui/Avatar.tsx'
import { ErrorCard } from '../../ui/ErrorCard.tsx'
import { Heading } from '../../ui/Heading.tsx'

const useStyles = makeStyles({
  words: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalS },
  note: { color: tokens.colorNeutralForeground3 },
  people: {
    listStyleType: 'none',
    margin: `0 calc(-1 * ${tokens.spacingHorizontalM})`,
    padding: 0,
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalXXS,
  },
  person: {
    width: '100%',
    minHeight: '52px',
    justifyContent: 'flex-start',
    gap: tokens.spacingHorizontalM,
    fontWeight: tokens.fontWeightRegular,
    padding: `${tokens.spacingVerticalS} ${tokens.spacingHorizontalM}`,
    textAlign: 'start',
  },
  name: { display: 'flex', flexDirection: 'column', flexGrow: 1, minWidth: 0 },
  chevron: { color: tokens.colorNeutralForeground3, fontSize: '16px', flexShrink: 0 },
  skeleton: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalM },
})

const SKELETON_ROWS = ['first', 'second', 'third'] as const

/** The embedded service's sample people, to be one of them with a click. */
export const SamplePeople = ({ onGuest }: { onGuest: () => void }) => {
  const styles = useStyles()
  const { t } = useTranslation()
  const navigation = useNavigator()
  const { request, reload } = useAbout()
  const [busy, setBusy] = useState(false)
  const [refusal, setRefusal] = useState<ErrorCode | undefined>()

  const signIn = async (personId: string): Promise<void> => {
    setBusy(true)
    setRefusal(undefined)
    try {
      await navigation.signIn(personId)
    } catch (error) {
      setRefusal(toParleyError(error).code)
      setBusy(false)
    }
  }

  const failure = refusal ?? (request.state === 'failed' ? request.code : undefined)
  const people = request.value?.samplePeople ?? []
  return (
    <>
      <div className={styles.words}>
        <Heading level={1}>{t('signIn.title')}</Heading>
        {people.length > 0 ? <Text>{t('signIn.samplePeople')}</Text> : null}
        {request.state === 'loaded' && people.length === 0 ? <Text>{t('signIn.noPeople')}</Text> : null}
      </div>
      {failure === undefined ? null : (
        <ErrorCard code={failure}>
          <Button appearance="primary" onClick={() => void reload()}>
            {t('common.retry')}
          </Button>
        </ErrorCard>
      )}
      {request.state === 'loading' ? (
        <Skeleton aria-label={t('common.loading')} className={styles.skeleton}>
          {SKELETON_ROWS.map((row) => (
            <SkeletonItem key={row} size={40} />
          ))}
        </Skeleton>
      ) : null}
      {people.length === 0 ? null : (
        <ul className={styles.people}>
          {people.map(({ id, name, organisation }) => (
            <li key={id}>
              <Button
                appearance="subtle"
                size="large"
                className={styles.person}
                disabled={busy}
                aria-label={t('signIn.signInAs', { name })}
                onClick={() => void signIn(id)}
              >
                <Avatar name={name} size={36} />
                <span className={styles.name}>
                  <Text truncate wrap={false}>
                    {name}
                  </Text>
                  {organisation === undefined ? null : (
                    <Text size={200} className={styles.note} truncate wrap={false}>
                      {organisation}
                    </Text>
                  )}
                </span>
                <ChevronRightRegular className={styles.chevron} aria-hidden="true" />
              </Button>
            </li>
          ))}
        </ul>
      )}
      <Button appearance={people.length > 0 ? 'secondary' : 'primary'} size="large" onClick={onGuest}>
        {t('signIn.joinAsGuest')}
      </Button>
      {people.length > 0 ? (
        <Text size={200} className={styles.note}>
          {t('signIn.samplePeopleNote')}
        </Text>
      ) : null}
    </>
  )
}
