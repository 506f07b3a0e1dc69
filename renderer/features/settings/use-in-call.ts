import { useCall } from '../../app/services.ts'

/** On the way into a meeting, or in one. */
export const useInCall = (): boolean => useCall(({ phase }) => phase !== 'idle' && phase !== 'ended' && phase !== 'failed')
