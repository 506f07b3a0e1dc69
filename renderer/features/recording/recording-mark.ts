import type { ActiveRecording, RecordingStateName } from '#shared/contract/recording.ts'

const ORDER: readonly RecordingStateName[] = ['running', 'starting', 'interrupted', 'paused']

/** Of several recordings the state that matters most to whoever is recorded; undefined where there is none. */
export const markOf = ({ active }: { active: readonly ActiveRecording[] }): RecordingStateName | undefined =>
  ORDER.find((state) => active.some((recording) => recording.state === state))
