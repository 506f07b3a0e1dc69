import { useEffect, useState } from 'react'
import { useCall } from '../../app/services.ts'

/** Keys that come sooner than this are not waited for, as far as anybody can tell, ms. */
export const KEYS_LATE_AFTER = 800

/** Whether the keys of the meeting have been waited for so long that it has to be said. */
export const useKeysLate = (): boolean => {
  const settling = useCall(({ encryption }) => encryption?.status === 'settling')
  const [late, setLate] = useState(false)
  useEffect(() => {
    if (!settling) return
    const timer = setTimeout(() => setLate(true), KEYS_LATE_AFTER)
    return () => {
      clearTimeout(timer)
      setLate(false)
    }
  }, [settling])
  return settling && late
}
