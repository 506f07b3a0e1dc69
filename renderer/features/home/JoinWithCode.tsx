import { Button, makeStyles, tokens } from '@fluentui/react-components'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { parseInvitation } from '#shared/meeting/code.ts'
import { useNavigator } from '../../app/navigation.ts'
import { InvitationField } from '../../ui/InvitationField.tsx'

const useStyles = makeStyles({
  form: {
    flexGrow: 1,
    flexBasis: '280px',
    maxWidth: '480px',
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr) auto',
    alignItems: 'start',
    gap: tokens.spacingHorizontalS,
    '@media (max-width: 560px)': { flexBasis: '100%', maxWidth: 'none' },
  },
  /** Level with the input, below the field's label. */
  join: { marginTop: '26px', minWidth: '72px' },
})

/** Into a meeting by its code, its link, or the invitation it came in. */
export const JoinWithCode = () => {
  const styles = useStyles()
  const { t } = useTranslation()
  const navigation = useNavigator()
  const [text, setText] = useState('')
  const [checked, setChecked] = useState(false)

  const submit = (event: FormEvent): void => {
    event.preventDefault()
    const code = parseInvitation(text)
    setChecked(true)
    if (code !== undefined) navigation.open(code)
  }

  const change = (value: string): void => {
    setText(value)
    setChecked(false)
  }

  return (
    <form className={styles.form} noValidate onSubmit={submit}>
      <InvitationField
        label={t('home.joinWithCode')}
        placeholder={t('home.joinPlaceholder')}
        value={text}
        onChange={change}
        checked={checked}
      />
      <Button type="submit" size="large" className={styles.join}>
        {t('home.join')}
      </Button>
    </form>
  )
}
