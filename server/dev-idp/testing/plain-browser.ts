/** A browser without a screen: keeps cookies, follows redirects as far as the client's own address, submits forms. */

/** Where a visit ended: at a page, or at a redirect to the client. */
export interface Landing {
  status: number
  url: string
  text: string
  headers: Headers
}

export class PlainBrowser {
  readonly #cookies = new Map<string, string>()
  readonly #origin: string
  #landing: Landing | undefined

  /** Goes nowhere but to `origin`. */
  constructor(origin: string) {
    this.#origin = origin
  }

  get page(): Landing {
    if (this.#landing === undefined) throw new Error('no page was opened')
    return this.#landing
  }

  async open(url: URL | string): Promise<Landing> {
    return await this.#go(String(url), { method: 'GET' })
  }

  /** Submits a form of the page to the page's own address, or to `to`. */
  async submit(fields: Readonly<Record<string, string>>, options: { to?: string; origin?: string } = {}): Promise<Landing> {
    return await this.#go(new URL(options.to ?? this.page.url, this.#origin).href, {
      method: 'POST',
      body: new URLSearchParams(fields),
      headers: { origin: options.origin ?? this.#origin },
    })
  }

  async postJson(path: string, content: unknown): Promise<Landing> {
    return await this.#go(`${this.page.url}${path}`, {
      method: 'POST',
      body: JSON.stringify(content),
      headers: { origin: this.#origin, 'content-type': 'application/json' },
    })
  }

  async #go(
    url: string,
    init: { method: string; body?: string | URLSearchParams; headers?: Record<string, string> },
  ): Promise<Landing> {
    const cookie = [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const response = await fetch(url, { ...init, redirect: 'manual', headers: { accept: 'text/html', ...init.headers, cookie } })
    for (const line of response.headers.getSetCookie()) this.#keep(line)
    const location = response.headers.get('location')
    if (location !== null) {
      const next = new URL(location, url)
      if (next.origin === this.#origin) return await this.#go(next.href, { method: 'GET' })
      this.#landing = { status: response.status, url: next.href, text: '', headers: response.headers }
    } else {
      this.#landing = { status: response.status, url, text: await response.text(), headers: response.headers }
    }
    return this.#landing
  }

  #keep(line: string): void {
    const [pair = '', ...attributes] = line.split(';')
    const [name = '', value = ''] = pair.split(/=(.*)/)
    const expires = attributes.map((attribute) => /^ expires=(.*)$/i.exec(attribute)?.[1]).find((date) => date !== undefined)
    if (value === '' || (expires !== undefined && Date.parse(expires) <= Date.now())) this.#cookies.delete(name)
    else this.#cookies.set(name, value)
  }
}
