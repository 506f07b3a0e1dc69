/** What a benchmark measures, and how it says so. */
import { readdir, readFile } from 'node:fs/promises'

export const report = (bench: string, value: number, unit: string, goal = 'none', ok = true): void => {
  console.log(JSON.stringify({ bench, value: Number(value.toPrecision(3)), unit, goal, ok }))
}

export const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0)

export const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN

/** ms of processor time that a process has had, of all its threads. */
const processorTime = async (pid: number): Promise<number> => {
  const tasks = await readdir(`/proc/${pid}/task`)
  const times = await Promise.all(
    tasks.map(async (task) => Number((await readFile(`/proc/${pid}/task/${task}/schedstat`, 'utf8')).split(' ')[0])),
  )
  return sum(times) / 1e6
}

/** ms of processor time of processes that end with none of their threads meanwhile. */
export const processorTimes = async (pids: readonly number[]): Promise<number> => sum(await Promise.all(pids.map(processorTime)))

/** ms of this whole process, its helpers for files and for garbage included. */
export const processorTimeOfThis = (): number => {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1_000
}

/** ms of this thread on a processor: what else runs on the machine does not count. */
export const processorTimeHere = (): number => {
  const { user, system } = process.threadCpuUsage()
  return (user + system) / 1_000
}

/** MB of its own, and its part of what it shares with others. */
export const memory = async (pid: number | 'self'): Promise<number> => {
  const text = await readFile(`/proc/${pid}/smaps_rollup`, 'utf8')
  return Number(/^Pss:\s+(\d+)/m.exec(text)?.[1]) / 1_024
}
