import { Button, Link, makeStyles, tokens } from '@fluentui/react-components'
import { useTranslation } from 'react-i18next'
import { useConfirmed } from '../../sign-in/confirmed.ts'
import { useAdmin, useDraft, useSaved, useUnsaved, useVisit } from '../admin-context.ts'
import { placeWords, problemWords } from '../draft/problem-words.ts'
import { type DraftProblem, problemsIn } from '../draft/problems.ts'
import { AdminPage } from '../parts/AdminPage.tsx'
import { Card } from '../parts/Card.tsx'
import { ChangeList } from '../parts/ChangeList.tsx'
import { Refused } from '../parts/Refused.tsx'

const useStyles = makeStyles({
  problems: { margin: 0, paddingLeft: '20px', display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalXS },
  actions: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalS },
})

const Problems = ({ problems }: { problems: readonly DraftProblem[] }) => {
  const styles = useStyles()
  const { t } = useTranslation()
  const visit = useVisit()
  const words = (found: DraftProblem): string => {
    if (found.what === 'other') {
      const { problem } = found
      return t('admin.problem.of', { name: placeWords(t, problem), problem: problemWords(t, problem) })
    }
    const { what, name } = found
    return name.trim() === '' ? t(`admin.problem.${what}`) : t('admin.problem.of', { name, problem: t(`admin.problem.${what}`) })
  }
  return (
    <Card title={t('admin.problem.title')} note={t('admin.problem.meaning')}>
      <ul className={styles.problems}>
        {problems.map((problem) => (
          <li key={JSON.stringify(problem)}>
            {problem.place.at === 'review' ? (
              words(problem)
            ) : (
              <Link as="button" onClick={() => visit.go(problem.place)}>
                {words(problem)}
              </Link>
            )}
          </li>
        ))}
      </ul>
    </Card>
  )
}

/** What is going to be saved, in words; the one place from which it is. */
export const ReviewPage = () => {
  const styles = useStyles()
  const { t } = useTranslation()
  const visit = useVisit()
  const confirmed = useConfirmed()
  const saved = useSaved()
  const draft = useDraft()
  const saving = useAdmin((state) => state.saving)
  const isEmpty = useUnsaved().length === 0
  const problems = problemsIn(draft)
  return (
    <AdminPage title={t('admin.review.title')} {...(isEmpty ? {} : { note: t('admin.review.note') })}>
      <Refused />
      {problems.length === 0 ? null : <Problems problems={problems} />}
      <Card>
        <ChangeList before={saved} after={draft} />
      </Card>
      {isEmpty ? null : (
        <div className={styles.actions}>
          <Button
            appearance="primary"
            disabledFocusable={saving || problems.length > 0}
            onClick={() => void visit.save(confirmed)}
          >
            {t(saving ? 'admin.saving' : 'admin.save')}
          </Button>
          <Button disabledFocusable={saving} onClick={() => visit.discard()}>
            {t('admin.discard')}
          </Button>
        </div>
      )}
    </AdminPage>
  )
}
