import { Button, Spinner, Text } from '@fluentui/react-components'
import { ArrowUndoRegular } from '@fluentui/react-icons/svg/arrow-undo'
import { useCallback } from 'react'
import { useTranslation } from 'react-i18next'
import { mayChange } from '#shared/policies/admin-roles.ts'
import { usePlatform } from '../../../app/services.ts'
import { useRequest } from '../../../app/use-request.ts'
import { ErrorCard } from '../../../ui/ErrorCard.tsx'
import { useFormat } from '../../../ui/use-format.ts'
import { useConfirmed } from '../../sign-in/confirmed.ts'
import { useAdmin, useAdminRole, useVisit } from '../admin-context.ts'
import { AdminPage } from '../parts/AdminPage.tsx'
import { AdminTable } from '../parts/AdminTable.tsx'
import { Card } from '../parts/Card.tsx'
import { ChangeList } from '../parts/ChangeList.tsx'
import { Refused } from '../parts/Refused.tsx'

/** Every saved change, the newest first. */
export const ChangeHistory = () => {
  const { t } = useTranslation()
  const format = useFormat()
  const visit = useVisit()
  const { service } = usePlatform()
  const revision = useAdmin((state) => state.saved?.revision)
  // A revision that is saved meanwhile belongs into the list.
  const { request, reload } = useRequest(
    useCallback(async () => ({ revision, list: await service.admin.listRevisions() }), [service, revision]),
  )
  return (
    <AdminPage title={t('admin.area.changes')} note={t('admin.changes.note')}>
      {request.state === 'loading' ? <Spinner label={t('common.loading')} /> : null}
      {request.state === 'failed' ? (
        <ErrorCard code={request.code}>
          <Button onClick={() => void reload()}>{t('common.retry')}</Button>
        </ErrorCard>
      ) : null}
      {request.state === 'loaded' ? (
        <AdminTable
          label={t('admin.area.changes')}
          nameTitle={t('admin.changes.revision')}
          rows={request.value.list}
          keyOf={(row) => String(row.revision)}
          nameOf={(row) => t('admin.changes.number', { number: row.revision })}
          textOf={({ by, sections }) => `${by.name} ${sections.map((section) => t(`admin.area.${section}`)).join(' ')}`}
          columns={[
            { title: t('admin.changes.at'), tight: true, cell: ({ at }) => `${format.date(at)}, ${format.time(at)}` },
            { title: t('admin.changes.by'), cell: ({ by }) => by.name },
            {
              title: t('admin.changes.what'),
              cell: ({ sections, how }) =>
                `${sections.map((section) => t(`admin.area.${section}`)).join(', ')} (${t(`admin.changes.how.${how}`)})`,
            },
          ]}
          onOpen={(row) => visit.go({ at: 'changes', revision: row.revision })}
          empty={t('admin.changes.empty')}
        />
      ) : null}
    </AdminPage>
  )
}

/** What one change changed; the last one can be undone from here. */
export const ChangePage = ({ revision }: { revision: number }) => {
  const { t } = useTranslation()
  const visit = useVisit()
  const confirmed = useConfirmed()
  const role = useAdminRole()
  const { service } = usePlatform()
  const current = useAdmin(({ saved }) => saved?.revision)
  const undoable = useAdmin(({ saved }) => saved?.undoable === true)
  const saving = useAdmin((state) => state.saving)
  const { request, reload } = useRequest(
    useCallback(async () => {
      const [list, before, after] = await Promise.all([
        service.admin.listRevisions(),
        service.admin.getRevision({ revision: revision - 1 }),
        service.admin.getRevision({ revision }),
      ])
      const found = list.find((each) => each.revision === revision)
      return { sections: found?.sections ?? [], before: before.rules, after: after.rules }
    }, [service, revision]),
  )
  const isLast = revision === current && undoable
  const may = request.state === 'loaded' && request.value.sections.every((section) => mayChange(role, section))
  return (
    <AdminPage
      title={t('admin.changes.number', { number: revision })}
      back={{ place: { at: 'changes' }, label: t('admin.area.changes') }}
      {...(isLast && may
        ? {
            actions: (
              <Button icon={<ArrowUndoRegular />} disabledFocusable={saving} onClick={() => void visit.undo(confirmed)}>
                {t('admin.changes.undo')}
              </Button>
            ),
          }
        : {})}
    >
      <Refused />
      {request.state === 'loading' ? <Spinner label={t('common.loading')} /> : null}
      {request.state === 'failed' ? (
        <ErrorCard code={request.code}>
          <Button onClick={() => void reload()}>{t('common.retry')}</Button>
        </ErrorCard>
      ) : null}
      {request.state === 'loaded' ? (
        <>
          {isLast ? <Text>{t(may ? 'admin.changes.undoNote' : 'admin.changes.undoNotYours')}</Text> : null}
          <Card>
            <ChangeList before={request.value.before} after={request.value.after} />
          </Card>
        </>
      ) : null}
    </AdminPage>
  )
}
