import { Button, Link, SearchBox, Text } from '@fluentui/react-components'
import { ArrowDownRegular } from '@fluentui/react-icons/svg/arrow-down'
import { ArrowUpRegular } from '@fluentui/react-icons/svg/arrow-up'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useTableStyles } from './table-styles.ts'

export interface Column<T> {
  title: string
  cell(row: T): ReactNode
  /** As narrow as what is in it, and in one line. */
  tight?: boolean
}

interface Props<T> {
  /** What the rows are. */
  label: string
  rows: readonly T[]
  keyOf(row: T): string
  nameOf(row: T): string
  /** What is searched through beside the name. */
  textOf?(row: T): string
  columns: readonly Column<T>[]
  nameTitle: string
  onOpen?(row: T): void
  /** Their order is that of precedence. */
  onMove?: ((row: T, by: -1 | 1) => void) | undefined
  /** Rows that are there always, below the others, and have no place in their order. */
  last?: readonly T[]
  empty: string
}

/** Rows that one can search, open and, where their order means something, put into another. */
export const AdminTable = <T,>(props: Props<T>) => {
  const { label, rows, keyOf, nameOf, textOf, columns, nameTitle, onOpen, onMove, last = [], empty } = props
  const styles = useTableStyles()
  const { t } = useTranslation()
  const [query, setQuery] = useState('')
  const [said, setSaid] = useState('')
  const focusNext = useRef<string | undefined>(undefined)
  const body = useRef<HTMLTableSectionElement>(null)
  const wanted = query.trim().toLowerCase()
  const matches = (row: T): boolean => `${nameOf(row)} ${textOf?.(row) ?? ''}`.toLowerCase().includes(wanted)
  const shown = wanted === '' ? rows : rows.filter(matches)
  const shownLast = wanted === '' ? last : last.filter(matches)
  const isEmpty = shown.length + shownLast.length === 0

  // A row that moves takes its button with it, and the focus stays on that.
  useEffect(() => {
    const key = focusNext.current
    focusNext.current = undefined
    if (key === undefined) return
    const buttons = body.current?.querySelectorAll<HTMLElement>('[data-moves]') ?? []
    for (const button of buttons) if (button.dataset.moves === key) button.focus()
  })

  const move = (row: T, by: -1 | 1): void => {
    const at = rows.findIndex((each) => keyOf(each) === keyOf(row)) + by
    if (at < 0 || at >= rows.length) return
    focusNext.current = `${keyOf(row)} ${by}`
    onMove?.(row, by)
    setSaid(t('admin.table.moved', { name: nameOf(row), place: at + 1, count: rows.length }))
  }

  const rowOf = (row: T, isOrdered: boolean) => (
    <tr key={keyOf(row)}>
      <th scope="row" className={styles.name}>
        {onOpen === undefined ? (
          nameOf(row)
        ) : (
          <Link as="button" className={styles.name} onClick={() => onOpen(row)}>
            {nameOf(row)}
          </Link>
        )}
      </th>
      {columns.map(({ title, cell, tight = false }) => (
        <td key={title} className={tight ? styles.tight : undefined}>
          <span className={styles.cellTitle} aria-hidden="true">
            {title}
          </span>
          {cell(row)}
        </td>
      ))}
      {onMove === undefined ? null : (
        <td className={styles.order}>
          {isOrdered && wanted === ''
            ? ([-1, 1] as const).map((by) => (
                <Button
                  key={by}
                  appearance="subtle"
                  data-moves={`${keyOf(row)} ${by}`}
                  icon={by === -1 ? <ArrowUpRegular /> : <ArrowDownRegular />}
                  aria-label={t(by === -1 ? 'admin.table.up' : 'admin.table.down', { name: nameOf(row) })}
                  disabledFocusable={row === (by === -1 ? rows[0] : rows.at(-1))}
                  onClick={() => move(row, by)}
                />
              ))
            : null}
        </td>
      )}
    </tr>
  )

  return (
    <div className={styles.root}>
      <SearchBox
        className={styles.search}
        aria-label={t('admin.table.search', { what: label })}
        placeholder={t('admin.table.searchShort')}
        value={query}
        onChange={(_event, data) => setQuery(data.value)}
      />
      <div className={styles.frame}>
        {isEmpty ? (
          <Text block className={styles.empty}>
            {wanted === '' ? empty : t('admin.table.noMatch')}
          </Text>
        ) : (
          <table className={styles.table} aria-label={label}>
            <thead>
              <tr>
                {[nameTitle, ...columns.map(({ title }) => title)].map((title) => (
                  <th key={title} scope="col" className={styles.head}>
                    {title}
                  </th>
                ))}
                {onMove === undefined ? null : (
                  <th scope="col" className={styles.head}>
                    {t('admin.table.order')}
                  </th>
                )}
              </tr>
            </thead>
            <tbody ref={body}>
              {shown.map((row) => rowOf(row, true))}
              {shownLast.map((row) => rowOf(row, false))}
            </tbody>
          </table>
        )}
      </div>
      <div role="status" className={styles.unseen}>
        {wanted === '' ? said : t('admin.table.found', { count: shown.length + shownLast.length })}
      </div>
    </div>
  )
}
