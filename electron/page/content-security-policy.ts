export interface PolicyOptions {
  /** Fresh for each response; the only inline scripts and styles that run are those which carry it. */
  nonce: string
  /** Base address of the service, as in `https://meet.example.org`. */
  serviceOrigin: string
}

/** The Content-Security-Policy (CSP3) of the page: itself, its service, and nothing else in the world. */
export const contentSecurityPolicy = ({ nonce, serviceOrigin }: PolicyOptions): string => {
  const socketOrigin = serviceOrigin.replace(/^http/, 'ws')
  return [
    "default-src 'none'",
    `script-src 'self' 'nonce-${nonce}'`,
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data: blob:",
    "media-src 'self' blob: mediastream:",
    "font-src 'self'",
    `connect-src 'self' ${serviceOrigin} ${socketOrigin}`,
    // The encryption worker is all that becomes a script in any other way than by the document.
    "worker-src 'self'",
    "object-src 'none'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
    "form-action 'none'",
    "require-trusted-types-for 'script'",
    'trusted-types encryption-worker',
  ].join('; ')
}

/** What the page may do of what browsers can; all that is not named here is off. */
const PERMISSIONS_POLICY = [
  'camera=(self)',
  'microphone=(self)',
  'display-capture=(self)',
  'speaker-selection=(self)',
  'fullscreen=(self)',
  'autoplay=(self)',
  'clipboard-write=(self)',
  'clipboard-read=()',
  'geolocation=()',
  'hid=()',
  'usb=()',
  'serial=()',
  'midi=()',
  'payment=()',
  'publickey-credentials-get=()',
].join(', ')

/** Headers of every response of the page's scheme. */
export const SECURITY_HEADERS: Readonly<Record<string, string>> = {
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': PERMISSIONS_POLICY,
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
}
