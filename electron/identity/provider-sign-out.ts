import type { OpenInBrowser } from '../links/open-in-browser.ts'
import type { Fetch } from '../network/fetch-whole.ts'
import { discoverProvider, signOutAddressOf } from './provider.ts'
import type { SignInProof } from './saved-session.ts'

/** Opens the page where the person ends what they have with their provider, where it offers one. */
export const createProviderSignOut =
  ({ fetch, openInBrowser }: { fetch: Fetch; openInBrowser: OpenInBrowser }) =>
  async ({ provider }: SignInProof): Promise<void> => {
    const address = signOutAddressOf(await discoverProvider(provider, fetch))
    if (address !== undefined) await openInBrowser(address)
  }
