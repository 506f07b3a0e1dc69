/**
 * Chromium drops requests for schemes it does not know, so each origin of a scheme that the program registered (`app://parley`)
 * stands behind an HTTP origin of its own below `.localhost` (`http://parley.app.localhost`). Such an origin counts as secure,
 * never reaches a network, and like a registered scheme it may speak plain HTTP to a service.
 */
const SUFFIX = '.localhost'

/** What is in a page's memory has the page's origin in its address. */
const BLOB = 'blob:'
const MAPPED = /^http:\/\/([^/:?#]+)\.([a-z][a-z0-9+.-]*)\.localhost(?=[/:?#]|$)/i

/** Schemes of the program that the host answers for. */
export class AddressMap {
  readonly #schemes = new Set<string>()

  register(scheme: string): void {
    this.#schemes.add(scheme)
  }

  hasScheme(address: string): boolean {
    const scheme = URL.parse(address)?.protocol.slice(0, -1)
    return scheme !== undefined && this.#schemes.has(scheme)
  }

  /** As Chromium is to know it. */
  toBrowser(address: string): string {
    const url = URL.parse(address)
    if (url === null || !this.hasScheme(address)) return address
    return `http://${url.host}.${url.protocol.slice(0, -1)}${SUFFIX}${url.pathname || '/'}${url.search}${url.hash}`
  }

  /** As the program knows it. */
  toProgram(address: string): string {
    if (address.startsWith(BLOB)) return BLOB + this.toProgram(address.slice(BLOB.length))
    const found = MAPPED.exec(address)
    const [origin, host, scheme] = found ?? []
    if (origin === undefined || host === undefined || scheme === undefined || !this.#schemes.has(scheme)) return address
    return `${scheme}://${host}${address.slice(origin.length)}`
  }

  /** The same for each address inside a header's text, such as a Content-Security-Policy. */
  headerToBrowser(text: string): string {
    let mapped = text
    for (const scheme of this.#schemes) {
      mapped = mapped
        .replace(new RegExp(`(?<![\\w+.-])${scheme}://([\\w.-]+)`, 'g'), `http://$1.${scheme}${SUFFIX}`)
        .replace(new RegExp(`(?<![\\w+.-])${scheme}:(?=[\\s;,]|$)`, 'g'), `http://*.${scheme}${SUFFIX}`)
    }
    return mapped
  }
}
