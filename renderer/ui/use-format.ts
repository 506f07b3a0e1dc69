import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** Formats of times and numbers in the person's language and time zone. Times are ms since 1970, durations ms. */
export interface Format {
  time(at: number): string
  /** `Today`, `Tomorrow`, or a weekday with its date. */
  day(at: number, now: number): string
  date(at: number): string
  /** Date and time, to the second. */
  instant(at: number): string
  /** `5 minutes ago`, `yesterday`; a date when it is weeks ago. In whole minutes, so not for what was just now. */
  ago(at: number, now: number): string
  /** As a clock counts: `4:07`, `1:02:33`. */
  elapsed(duration: number): string
  number(value: number): string
  /** `A, B and C`. */
  list(parts: readonly string[]): string
}

const startOfDay = (at: number): number => new Date(at).setHours(0, 0, 0, 0)

export const createFormat = (language: string): Format => {
  const time = new Intl.DateTimeFormat(language, { hour: 'numeric', minute: '2-digit' })
  const date = new Intl.DateTimeFormat(language, { dateStyle: 'medium' })
  const instant = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'medium' })
  const weekday = new Intl.DateTimeFormat(language, { weekday: 'long', day: 'numeric', month: 'long' })
  const relative = new Intl.RelativeTimeFormat(language, { numeric: 'auto' })
  const number = new Intl.NumberFormat(language)
  const two = new Intl.NumberFormat(language, { minimumIntegerDigits: 2, useGrouping: false })
  const list = new Intl.ListFormat(language, { type: 'conjunction' })
  const one = new Intl.NumberFormat(language, { useGrouping: false })
  const capitalised = (text: string): string => text.charAt(0).toLocaleUpperCase(language) + text.slice(1)
  return {
    time: (at) => time.format(at),
    day: (at, now) => {
      const days = Math.round((startOfDay(at) - startOfDay(now)) / DAY)
      return days >= -1 && days <= 1 ? capitalised(relative.format(days, 'day')) : weekday.format(at)
    },
    date: (at) => date.format(at),
    instant: (at) => instant.format(at),
    ago: (at, now) => {
      const past = Math.max(0, now - at)
      if (past < HOUR) return relative.format(-Math.floor(past / MINUTE), 'minute')
      if (past < DAY) return relative.format(-Math.floor(past / HOUR), 'hour')
      return past < 14 * DAY ? relative.format(-Math.floor(past / DAY), 'day') : date.format(at)
    },
    elapsed: (duration) => {
      const seconds = Math.max(0, Math.floor(duration / 1000))
      const hours = Math.floor(seconds / 3600)
      const minutes = Math.floor(seconds / 60) % 60
      const tail = two.format(seconds % 60)
      return hours > 0 ? `${one.format(hours)}:${two.format(minutes)}:${tail}` : `${one.format(minutes)}:${tail}`
    },
    number: (value) => number.format(value),
    list: (parts) => list.format(parts),
  }
}

/** The person's own variety of the language, such as `en-GB`, where their browser names one: its times are theirs. */
export const regionOf = (language: string, preferred: readonly string[]): string =>
  preferred.find((tag) => tag.toLowerCase().split('-')[0] === language) ?? language

export const useFormat = (): Format => {
  const { i18n } = useTranslation()
  return useMemo(() => createFormat(regionOf(i18n.language, navigator.languages)), [i18n.language])
}
