import { Button, makeStyles, Spinner, Text, tokens } from '@fluentui/react-components'
import { useLayoutEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { ErrorCard } from '../../../ui/ErrorCard.tsx'
import type { Pages } from './use-pages.ts'

const useStyles = makeStyles({ end: { color: tokens.colorNeutralForeground3, outlineStyle: 'none' } })

interface Props {
  pages: Pages<unknown>
  /** Of the button for the next page. */
  more: string
  /** What is said instead of it after the last. */
  end: string
}

/** Below what came so far: the way to what comes next, and what went wrong on it. The focus stays where one pressed. */
export const PagesEnd = ({ pages: { items, more, loading, refusal, next }, more: label, end }: Props) => {
  const styles = useStyles()
  const { t } = useTranslation()
  const asked = useRef(false)
  const said = useRef<HTMLElement>(null)
  const button = useRef<HTMLButtonElement>(null)

  // The button goes with the last page, and so does a retry.
  useLayoutEffect(() => {
    if (loading || !asked.current) return
    asked.current = false
    if (document.activeElement === document.body) (button.current ?? said.current)?.focus()
  }, [loading])

  const ask = (): void => {
    asked.current = true
    void next()
  }
  if (refusal !== undefined) {
    return (
      <ErrorCard code={refusal}>
        <Button onClick={ask}>{t('common.retry')}</Button>
      </ErrorCard>
    )
  }
  if (items === undefined) return <Spinner label={t('common.loading')} />
  if (more) {
    return (
      <div>
        <Button ref={button} disabledFocusable={loading} onClick={ask}>
          {loading ? t('common.loading') : label}
        </Button>
      </div>
    )
  }
  return items.length === 0 ? null : (
    <Text ref={said} tabIndex={-1} className={styles.end}>
      {end}
    </Text>
  )
}
