import { Button, Field, Input, makeStyles, Text, tokens } from '@fluentui/react-components'
import { DismissRegular } from '@fluentui/react-icons/svg/dismiss'
import { type FormEvent, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useInputStyles } from '../../../ui/input-styles.ts'
import { REMOVES, useRowFocus } from './use-row-focus.ts'

const useStyles = makeStyles({
  root: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalM, minWidth: 0 },
  form: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr) auto',
    alignItems: 'end',
    gap: tokens.spacingHorizontalS,
  },
  list: { margin: 0, padding: 0, listStyle: 'none' },
  row: { display: 'flex', alignItems: 'center', gap: tokens.spacingHorizontalM, minHeight: '32px', padding: '4px 0' },
  text: { flexGrow: 1, minWidth: 0, overflowWrap: 'anywhere' },
  quiet: { color: tokens.colorNeutralForeground3 },
})

interface Props {
  /** Of the field for another one, and of the list. */
  label: string
  values: readonly string[]
  /** Longest value, characters. */
  longest: number
  disabled: boolean
  empty: string
  onChange(values: string[]): void
}

/** Values that are written: each is there once. */
export const TextList = ({ label, values, longest, disabled, empty, onChange }: Props) => {
  const styles = useStyles()
  const inputs = useInputStyles()
  const { t } = useTranslation()
  const [text, setText] = useState('')
  const root = useRef<HTMLDivElement>(null)
  const { leaving } = useRowFocus(root)
  const add = (event: FormEvent): void => {
    event.preventDefault()
    const value = text.trim()
    setText('')
    if (value !== '' && !values.includes(value)) onChange([...values, value])
  }
  return (
    <div ref={root} className={styles.root}>
      {disabled ? null : (
        <form className={styles.form} onSubmit={add}>
          <Field label={label}>
            <Input
              className={inputs.input}
              value={text}
              maxLength={longest}
              autoComplete="off"
              onChange={(_event, data) => setText(data.value)}
            />
          </Field>
          <Button type="submit">{t('admin.add')}</Button>
        </form>
      )}
      {values.length === 0 ? <Text className={styles.quiet}>{empty}</Text> : null}
      <ul className={styles.list} aria-label={label}>
        {values.map((value) => (
          <li key={value} className={styles.row}>
            <span className={styles.text}>{value}</span>
            {disabled ? null : (
              <Button
                appearance="subtle"
                icon={<DismissRegular />}
                aria-label={t('admin.finder.remove', { name: value })}
                {...REMOVES}
                onClick={({ currentTarget }) => {
                  leaving(currentTarget)
                  onChange(values.filter((each) => each !== value))
                }}
              />
            )}
          </li>
        ))}
      </ul>
    </div>
  )
}
