/** What this build was made with. A build that was made without believes no update. */
declare const PARLEY_UPDATE_KEYS: string
declare const PARLEY_UPDATE_PUBLISHER: string

export const PINNED = {
  /** Keys of those who sign manifests: raw Ed25519, base64url, commas between them. */
  keys: PARLEY_UPDATE_KEYS,
  /** Whom the certificate of a package for Windows must name. */
  publisher: PARLEY_UPDATE_PUBLISHER,
}
