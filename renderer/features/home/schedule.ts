/** The date and time fields of a new meeting. Their texts are those of HTML's date and time inputs, in local time. */

export type Schedule = { ok: true; startsAt: number } | { ok: false; problem: 'timeMissing' | 'timePast' }

const two = (value: number): string => String(value).padStart(2, '0')

export const dateFieldOf = (at: number): string => {
  const date = new Date(at)
  return `${String(date.getFullYear()).padStart(4, '0')}-${two(date.getMonth() + 1)}-${two(date.getDate())}`
}

export const timeFieldOf = (at: number): string => {
  const date = new Date(at)
  return `${two(date.getHours())}:${two(date.getMinutes())}`
}

/** The next full half hour that leaves a quarter of an hour to get ready. */
export const suggestedStart = (now: number): number => {
  const date = new Date(now + 15 * 60_000)
  date.setMinutes(date.getMinutes() > 30 ? 60 : date.getMinutes() > 0 ? 30 : 0, 0, 0)
  return date.getTime()
}

export const readSchedule = (date: string, time: string, now: number): Schedule => {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(date) || !/^\d{2}:\d{2}$/.test(time)) return { ok: false, problem: 'timeMissing' }
  const startsAt = new Date(`${date}T${time}`).getTime()
  if (Number.isNaN(startsAt)) return { ok: false, problem: 'timeMissing' }
  return startsAt <= now ? { ok: false, problem: 'timePast' } : { ok: true, startsAt }
}
