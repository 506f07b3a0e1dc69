import { makeStyles, Text, tokens } from '@fluentui/react-components'
import { LockClosedRegular } from '@fluentui/react-icons/svg/lock-closed'
import { useCallback } from 'react'
import { useTranslation } from 'react-i18next'
import type { OrganisationSettings, RecordingNotice } from '#shared/policies/rules.ts'
import { SPOKEN_LANGUAGES } from '#shared/settings.ts'
import { useAccount, usePlatform } from '../../../app/services.ts'
import { useAbout } from '../../../app/use-about.ts'
import { useRequest } from '../../../app/use-request.ts'
import { useAdmin, useDraft, useMayChange, useVisit } from '../admin-context.ts'
import { AdminPage } from '../parts/AdminPage.tsx'
import { Card } from '../parts/Card.tsx'
import { ChoiceField } from '../parts/ChoiceField.tsx'
import { RecordingNoticeFields } from '../parts/RecordingNoticeFields.tsx'
import { TextList } from '../parts/TextList.tsx'

/** The longest id of an organisation, characters. */
const ORGANISATION_LENGTH = 500

const useStyles = makeStyles({
  facts: {
    display: 'grid',
    gridTemplateColumns: 'minmax(120px, auto) minmax(0, 1fr)',
    gap: `${tokens.spacingVerticalS} ${tokens.spacingHorizontalXL}`,
    margin: 0,
    '& dt': { color: tokens.colorNeutralForeground3 },
    '& dd': { margin: 0, overflowWrap: 'anywhere' },
    '@container (max-width: 420px)': {
      gridTemplateColumns: 'minmax(0, 1fr)',
      '& dd': { marginBottom: tokens.spacingVerticalS },
    },
  },
  managed: { display: 'flex', alignItems: 'center', gap: '4px', color: tokens.colorNeutralForeground2 },
  icon: { flexShrink: 0, fontSize: '16px' },
})

const FromFiles = () => {
  const styles = useStyles()
  const { t } = useTranslation()
  return (
    <Text size={200} className={styles.managed}>
      <LockClosedRegular className={styles.icon} aria-hidden="true" />
      {t('admin.organisation.fromFiles')}
    </Text>
  )
}

/** How people of the organisation sign in, as the service says it. */
const Provider = () => {
  const styles = useStyles()
  const { t } = useTranslation()
  const { service } = usePlatform()
  const domain = useAccount()?.email?.split('@').at(-1)
  const { request: about } = useAbout()
  const signIn = about.value?.signIn
  const { request } = useRequest(
    useCallback(
      async () =>
        signIn === undefined || signIn === 'none'
          ? undefined
          : await service.identity.provider(signIn === 'byEmail' && domain !== undefined ? { domain } : {}),
      [service, signIn, domain],
    ),
  )
  const provider = request.value
  if (about.state === 'failed' || request.state === 'failed') return <Text>{t('admin.organisation.unknown')}</Text>
  if (about.state === 'loading' || request.state === 'loading') return <Text>{t('common.loading')}</Text>
  if (provider === undefined) return <Text>{t('admin.organisation.noProvider')}</Text>
  const asksForSecondFactor = Object.keys(provider.secondFactor).length > 0
  const secondFactor = provider.secondFactorRequired ? 'always' : asksForSecondFactor ? 'forChanges' : 'never'
  return (
    <dl className={styles.facts}>
      <dt>{t('admin.organisation.organisation')}</dt>
      <dd>{provider.organisation}</dd>
      <dt>{t('admin.organisation.issuer')}</dt>
      <dd>{provider.issuer}</dd>
      <dt>{t('admin.organisation.clientId')}</dt>
      <dd>{provider.clientId}</dd>
      <dt>{t('admin.organisation.secondFactor')}</dt>
      <dd>{t(`admin.organisation.secondFactors.${secondFactor}`)}</dd>
    </dl>
  )
}

/** One that says nothing is none. */
const withNotice = ({ recordingNotice: _before, ...settings }: OrganisationSettings, notice: RecordingNotice) =>
  Object.keys(notice).length === 0 ? settings : { ...settings, recordingNotice: notice }

/** What holds for the organisation as a whole. */
export const OrganisationPage = () => {
  const { t } = useTranslation()
  const visit = useVisit()
  const may = useMayChange('settings')
  const { settings } = useDraft()
  const moderator = useAdmin((state) => state.moderator)
  return (
    <AdminPage title={t('admin.area.settings')} note={t('admin.organisation.note')} section="settings">
      <Card>
        <ChoiceField
          label={t('admin.field.defaultLanguage')}
          hint={t('admin.organisation.languageHint')}
          value={settings.defaultLanguage}
          choices={SPOKEN_LANGUAGES.map((value) => ({ value, words: t(`settings.languages.${value}`) }))}
          disabled={!may}
          onChange={(value) => {
            const language = SPOKEN_LANGUAGES.find((known) => known === value)
            if (language === undefined) return
            visit.edit((rules) => ({ ...rules, settings: { ...rules.settings, defaultLanguage: language } }))
          }}
        />
      </Card>
      <Card title={t('admin.organisation.trusts')} note={t('admin.organisation.trustsNote')}>
        <TextList
          label={t('admin.organisation.trustedId')}
          values={settings.trusts}
          longest={ORGANISATION_LENGTH}
          disabled={!may}
          empty={t('admin.organisation.trustsNobody')}
          onChange={(trusts) => visit.edit((rules) => ({ ...rules, settings: { ...rules.settings, trusts } }))}
        />
      </Card>
      <Card title={t('admin.organisation.notice')} note={t('admin.organisation.noticeNote')}>
        <RecordingNoticeFields
          notice={settings.recordingNotice ?? {}}
          disabled={!may}
          onChange={(notice) => visit.edit((rules) => ({ ...rules, settings: withNotice(rules.settings, notice) }))}
        />
      </Card>
      <Card title={t('admin.organisation.provider')}>
        <Provider />
        <FromFiles />
      </Card>
      <Card title={t('admin.organisation.moderation')}>
        <Text>{t(`admin.organisation.moderator.${moderator ?? 'unknown'}`)}</Text>
        <Text>{t('admin.organisation.moderationNote')}</Text>
        <FromFiles />
      </Card>
    </AdminPage>
  )
}
