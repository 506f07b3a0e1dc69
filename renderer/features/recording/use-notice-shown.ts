import { useEffect, useRef } from 'react'
import { useEngine } from '../../app/services.ts'
import { whenShown } from './when-shown.ts'

/**
 * For the element that shows the notice of these recordings: the engine is told when it is on screen. `wanted`: somebody has to know
 * of it, and does not yet.
 */
export const useNoticeShown = <E extends Element>(recordingIds: readonly string[], wanted: boolean) => {
  const engine = useEngine()
  const place = useRef<E>(null)
  const ids = recordingIds.join(' ')
  useEffect(() => {
    const element = place.current
    if (!wanted || ids === '' || element === null) return
    return whenShown(element, () => engine.seeRecordingNotices(ids.split(' ')))
  }, [engine, ids, wanted])
  return place
}
