import { useEffect } from 'react'
import { useCall, usePlatform } from '../../app/services.ts'

/** Keeps the window out of pictures that other programs take of the screen, while the meeting asks for it. */
export const useContentProtection = (): void => {
  const platform = usePlatform()
  const on = useCall(({ options }) => options.capturing.value === 'prevented')
  useEffect(() => {
    if (!on) return
    platform.setContentProtection(true)
    return () => platform.setContentProtection(false)
  }, [on, platform])
}
