import type { OpenInBrowser } from '../../links/open-in-browser.ts'

/** A browser for tests: goes where it is sent, follows redirects, and keeps what it was sent and what it saw. */
export class TestBrowser {
  readonly opened: URL[] = []
  readonly seen: { status: number; headers: Headers; body: string }[] = []

  readonly open: OpenInBrowser = async (address) => {
    this.opened.push(address)
    void this.#visit(address).catch(() => undefined)
  }

  async #visit(address: URL): Promise<void> {
    const response = await fetch(address)
    this.seen.push({ status: response.status, headers: response.headers, body: await response.text() })
  }
}
