import { Text } from '@fluentui/react-components'
import { useTranslation } from 'react-i18next'
import type { ListArea } from '../admin-place.ts'
import { AdminPage } from './AdminPage.tsx'

/** An entry that was deleted, or never saved. */
export const GoneEntry = ({ at }: { at: ListArea }) => {
  const { t } = useTranslation()
  return (
    <AdminPage title={t('admin.gone.title')} back={{ place: { at }, label: t(`admin.area.${at}`) }}>
      <Text>{t('admin.gone.meaning')}</Text>
    </AdminPage>
  )
}
