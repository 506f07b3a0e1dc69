import { Button, makeStyles, Text, tokens } from '@fluentui/react-components'
import { ArrowDownloadRegular } from '@fluentui/react-icons/svg/arrow-download'
import { ArrowUploadRegular } from '@fluentui/react-icons/svg/arrow-upload'
import { type ChangeEvent, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type ErrorCode, toParleyError } from '#shared/errors.ts'
import { mayChange, SECTIONS } from '#shared/policies/admin-roles.ts'
import { changedSections } from '#shared/policies/changes.ts'
import type { Problem } from '#shared/policies/file-problems.ts'
import type { OrganisationRules } from '#shared/policies/rules.ts'
import { RULES_FILE_LIMIT, readRulesFile, writeRulesFile } from '#shared/policies/rules-file.ts'
import { usePlatform } from '../../../app/services.ts'
import { ErrorCard } from '../../../ui/ErrorCard.tsx'
import { useFormat } from '../../../ui/use-format.ts'
import { useConfirmed } from '../../sign-in/confirmed.ts'
import { useAdmin, useAdminRole, useSaved, useUnsaved, useVisit } from '../admin-context.ts'
import { download } from '../download.ts'
import { placeWords, problemWords } from '../draft/problem-words.ts'
import { AdminPage } from '../parts/AdminPage.tsx'
import { AdminTable } from '../parts/AdminTable.tsx'
import { Card } from '../parts/Card.tsx'
import { ChangeList } from '../parts/ChangeList.tsx'
import { ForRole } from '../parts/ForRole.tsx'
import { Refused } from '../parts/Refused.tsx'

const useStyles = makeStyles({
  actions: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalS },
  file: { display: 'none' },
})

/** More problems than this nobody reads through; the rest is counted. */
const SHOWN = 100

type Read =
  | { name: string; problems: readonly (Problem & { number: number })[] }
  /** `older`: somebody saved while one looked at what it would change. */
  | { name: string; rules: OrganisationRules; older: boolean }

const Import = () => {
  const styles = useStyles()
  const { t } = useTranslation()
  const format = useFormat()
  const visit = useVisit()
  const confirmed = useConfirmed()
  const role = useAdminRole()
  const saved = useSaved()
  const saving = useAdmin((state) => state.saving)
  const hasUnsaved = useUnsaved().length > 0
  const input = useRef<HTMLInputElement>(null)
  const choose = useRef<HTMLButtonElement>(null)
  const [read, setRead] = useState<Read>()

  const words = (problem: Problem): string => problemWords(t, problem)

  const open = async (event: ChangeEvent<HTMLInputElement>): Promise<void> => {
    const { target } = event
    const file = target.files?.[0]
    if (file === undefined) return
    // One byte a character at least, four at the most: what is larger than this is too large, and is not read at all.
    const text = file.size > RULES_FILE_LIMIT * 4 ? ' '.repeat(RULES_FILE_LIMIT + 1) : await file.text()
    target.value = ''
    const result = readRulesFile(text)
    setRead(
      'rules' in result
        ? { name: file.name, rules: result.rules, older: false }
        : { name: file.name, problems: result.problems.map((problem, at) => ({ ...problem, number: at + 1 })) },
    )
  }

  const save = async (rules: OrganisationRules, name: string): Promise<void> => {
    const before = visit.store.getState().saved?.revision
    if (await visit.saveImported(rules, confirmed)) setRead(undefined)
    else if (visit.store.getState().saved?.revision !== before) setRead({ name, rules, older: true })
  }

  if (!SECTIONS.some((section) => mayChange(role, section))) return <Text>{t('admin.file.importNotForRole')}</Text>
  const forbidden =
    read !== undefined && 'rules' in read ? changedSections(saved, read.rules).filter((section) => !mayChange(role, section)) : []
  return (
    <>
      <div className={styles.actions}>
        <input
          ref={input}
          type="file"
          accept=".json,application/json"
          className={styles.file}
          aria-label={t('admin.file.choose')}
          onChange={(event) => void open(event)}
        />
        <Button ref={choose} icon={<ArrowUploadRegular />} disabledFocusable={hasUnsaved} onClick={() => input.current?.click()}>
          {t('admin.file.choose')}
        </Button>
      </div>
      {hasUnsaved ? <Text>{t('admin.file.unsaved')}</Text> : null}
      {read !== undefined && 'problems' in read ? (
        <div role="alert">
          <Text block>{t('admin.file.problems', { name: read.name, count: read.problems.length })}</Text>
          {read.problems.length > SHOWN ? <Text block>{t('admin.file.firstProblems', { count: SHOWN })}</Text> : null}
        </div>
      ) : null}
      {read !== undefined && 'problems' in read ? (
        <AdminTable
          label={t('admin.file.problemList')}
          nameTitle={t('admin.file.place')}
          rows={read.problems.slice(0, SHOWN)}
          keyOf={({ number }) => String(number)}
          nameOf={(problem) => placeWords(t, problem)}
          textOf={(problem) => words(problem)}
          columns={[{ title: t('admin.file.problem'), cell: (problem) => words(problem) }]}
          empty={t('admin.file.whole')}
        />
      ) : null}
      {read !== undefined && 'rules' in read && !hasUnsaved ? (
        <>
          {read.older ? (
            <div role="alert">
              <Text>{t('admin.file.older')}</Text>
            </div>
          ) : null}
          <Text weight="semibold">{t('admin.file.changes', { name: read.name })}</Text>
          <ChangeList level={3} before={saved} after={read.rules} />
          {forbidden.length === 0 ? null : (
            <Text>
              {t('admin.file.forbidden', { sections: format.list(forbidden.map((section) => t(`admin.area.${section}`))) })}
            </Text>
          )}
          <div className={styles.actions}>
            <Button
              appearance="primary"
              disabledFocusable={saving || forbidden.length > 0 || changedSections(saved, read.rules).length === 0}
              onClick={() => void save(read.rules, read.name)}
            >
              {t(saving ? 'admin.saving' : 'admin.file.save')}
            </Button>
            <Button
              onClick={() => {
                choose.current?.focus()
                setRead(undefined)
              }}
            >
              {t('common.cancel')}
            </Button>
          </div>
        </>
      ) : null}
    </>
  )
}

const Export = () => {
  const styles = useStyles()
  const { t } = useTranslation()
  const { service } = usePlatform()
  const [refusal, setRefusal] = useState<ErrorCode>()
  const save = async (): Promise<void> => {
    setRefusal(undefined)
    try {
      const { rules } = await service.admin.exportRules()
      download('parley-rules.json', writeRulesFile(rules))
    } catch (error) {
      setRefusal(toParleyError(error).code)
    }
  }
  return (
    <>
      <div className={styles.actions}>
        <Button icon={<ArrowDownloadRegular />} onClick={() => void save()}>
          {t('admin.file.download')}
        </Button>
      </div>
      {refusal === undefined ? null : <ErrorCard code={refusal} level={3} />}
    </>
  )
}

/** The rules as a file: out, and back in as a whole. */
export const FilePage = () => {
  const { t } = useTranslation()
  return (
    <AdminPage title={t('admin.area.file')} note={t('admin.file.note')}>
      <Refused />
      <ForRole action="exportRules" title={t('admin.file.export')}>
        <Card title={t('admin.file.export')} note={t('admin.file.exportNote')}>
          <Export />
        </Card>
      </ForRole>
      <Card title={t('admin.file.import')} note={t('admin.file.importNote')}>
        <Import />
      </Card>
    </AdminPage>
  )
}
