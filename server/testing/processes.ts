import { execFileSync } from 'node:child_process'

/** The ids of the media workers that the process `parent` runs now. */
export const workersOf = (parent: number): number[] =>
  execFileSync('ps', ['-e', '-o', 'pid=,ppid=,stat=,args='], { encoding: 'utf8' })
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .filter(
      ([, ppid, state, command]) => Number(ppid) === parent && !state?.startsWith('Z') && command?.includes('mediasoup-worker'),
    )
    .map(([pid]) => Number(pid))
