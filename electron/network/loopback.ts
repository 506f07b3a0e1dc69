const LOOPBACK = new Set(['127.0.0.1', '[::1]', 'localhost'])

/** Whether an address is this very computer's, so that it may be spoken to without TLS. */
export const isLoopback = ({ hostname }: URL): boolean => LOOPBACK.has(hostname)

/** Whether what is said to an address reaches nobody else: TLS, or this very computer. */
export const isPrivateWay = (url: URL): boolean => url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url))
