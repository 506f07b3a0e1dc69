/** Sorts meetings into what runs now, today and the days to come. Times in ms since 1970. */
import type { Meeting } from '#shared/contract/common.ts'

export type AgendaSection = { kind: 'now' | 'day' /** Start of the day. */; at: number; meetings: Meeting[] }

const MINUTE = 60_000
const NEAR = 10 * MINUTE
const USUAL_MINUTES = 60

const startOfDay = (at: number): number => new Date(at).setHours(0, 0, 0, 0)
const timeOf = (meeting: Meeting): number => meeting.startsAt ?? meeting.createdAt

/** Whether somebody is in it, as far as one is told. */
export const isRunning = ({ present }: Meeting): boolean => present !== undefined && present > 0

/** Whether people go in about now: somebody is in it, or it starts within ten minutes, or should be going on. */
export const isNear = (meeting: Meeting, now: number): boolean => {
  if (isRunning(meeting)) return true
  if (meeting.startsAt === undefined) return false
  const end = meeting.startsAt + (meeting.durationMinutes ?? USUAL_MINUTES) * MINUTE
  return now >= meeting.startsAt - NEAR && now < end
}

/** Meetings of earlier days that nobody is in, the last day first. */
export const earlierOf = (meetings: readonly Meeting[], now: number): AgendaSection[] => {
  const today = startOfDay(now)
  const past = meetings.filter((meeting) => !isRunning(meeting) && startOfDay(timeOf(meeting)) < today)
  const days = Map.groupBy(
    past.toSorted((one, other) => timeOf(other) - timeOf(one)),
    (meeting) => startOfDay(timeOf(meeting)),
  )
  return [...days].map(([at, list]) => ({ kind: 'day', at, meetings: list.toReversed() }))
}

/** What runs, today and later. */
export const agendaOf = (meetings: readonly Meeting[], now: number): AgendaSection[] => {
  const today = startOfDay(now)
  const running: Meeting[] = []
  const days = new Map<number, Meeting[]>()
  for (const meeting of [...meetings].sort((one, other) => timeOf(one) - timeOf(other))) {
    const day = startOfDay(timeOf(meeting))
    if (isRunning(meeting)) running.push(meeting)
    else if (day >= today) days.set(day, [...(days.get(day) ?? []), meeting])
  }
  const sections: AgendaSection[] = [...days].map(([at, list]) => ({ kind: 'day', at, meetings: list }))
  return running.length === 0 ? sections : [{ kind: 'now', at: today, meetings: running }, ...sections]
}
