import { UNMANAGED } from '#shared/managed-policy/client-policies.ts'
import type { Platform } from './platform.ts'

/** Of a place that no administrator manages. */
export const unmanaged: Platform['policies'] = { current: () => UNMANAGED, subscribe: () => () => undefined }
