import { useEffect, useState } from 'react'

/** The time, in ms since 1970, brought up to date every `interval` ms. */
export const useNow = (interval: number): number => {
  const [now, setNow] = useState(Date.now)
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), interval)
    return () => clearInterval(timer)
  }, [interval])
  return now
}
