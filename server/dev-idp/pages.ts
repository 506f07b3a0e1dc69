/** What people see of the provider. Plain HTML that needs a script only for passkeys. */
import { qrCode } from './authenticator.ts'
import { Html, html } from './html.ts'
import { SAMPLE_ACCOUNTS, SAMPLE_ORGANISATIONS, SAMPLE_PASSWORD, type SampleAccount } from './sample-accounts.ts'

export const ASSETS = '/assets'

const alert = (problem: string | undefined): Html | undefined =>
  problem === undefined ? undefined : html`<p role="alert" class="problem" id="problem">${problem}</p>`

interface Page {
  title: string
  content: Html
  /** Whether the page uses passkeys. */
  passkeys?: boolean
}

const page = ({ title, content, passkeys = false }: Page): string =>
  html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title} – Sample identity provider</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="${ASSETS}/sign-in.css">
${passkeys ? html`<script type="module" src="${ASSETS}/passkey.js"></script>` : undefined}
</head>
<body>
<main>
<p class="provider">Sample identity provider, for development</p>
<h1>${title}</h1>
${content}
</main>
</body>
</html>
`.text

/** Ties a field to the problem that is told above it. */
const faulty = (problem: string | undefined): Html | undefined =>
  problem === undefined ? undefined : new Html(' aria-invalid="true" aria-describedby="problem"')

const email = (value: string): Html => html`<label for="email">E-mail</label>
<input id="email" name="email" type="email" autocomplete="username" maxlength="254" required value="${value}"${autofocus(value === '')}>`

const autofocus = (wanted: boolean): Html | undefined => (wanted ? new Html(' autofocus') : undefined)

const codeField = (problem: string | undefined): Html => html`<label for="code">Six-digit code</label>
<input id="code" name="code" class="code" inputmode="numeric" autocomplete="one-time-code" pattern="[0-9 ]*" maxlength="7" required autofocus${faulty(problem)}>`

/** Passkey buttons are there only where the browser can use them; where one fails, the reason takes the place of this text. */
const passkeyButton = (action: 'use' | 'create', words: string, kind: 'primary' | 'secondary'): Html =>
  html`<p role="alert" class="problem" id="passkey-problem" hidden></p>
<button type="button" class="${kind}" data-passkey="${action}" hidden>${words}</button>`

const otherAccount = html`<form method="post"><button class="quiet" name="action" value="restart">Use another account</button></form>`
const cancel = html`<form method="post"><button class="quiet" name="action" value="cancel">Cancel</button></form>`

const signedInAs = (account: SampleAccount): Html => html`<p class="person">${account.email}</p>`

const samplePeople = html`<details>
<summary>Sample people and their password</summary>
<p>They are made up. Everyone’s password is <code>${SAMPLE_PASSWORD}</code>.</p>
<ul>${SAMPLE_ACCOUNTS.map((account) => html`<li>${account.email}<br><span>${account.name}, ${SAMPLE_ORGANISATIONS[account.organisation].name}</span></li>`)}</ul>
</details>`

export const identifyPage = (options: { email: string; problem?: string | undefined }): string =>
  page({
    title: 'Sign in',
    passkeys: true,
    content: html`${alert(options.problem)}
<form method="post">
${email(options.email)}
<label for="password">Password</label>
<input id="password" name="password" type="password" autocomplete="current-password" maxlength="256" required${faulty(options.problem)}${autofocus(options.email !== '')}>
<button class="primary" name="action" value="password">Next</button>
</form>
${passkeyButton('use', 'Sign in with a passkey', 'secondary')}
${cancel}
${samplePeople}`,
  })

/** `secret` in base32. */
export const authenticatorPage = (options: { account: SampleAccount; secret: string; problem?: string | undefined }): string =>
  page({
    title: 'Set up your authenticator app',
    content: html`${signedInAs(options.account)}
<p>Scan this code with an authenticator app, then type the six digits that the app shows.</p>
<figure role="img" aria-label="QR code for your authenticator app">${new Html(qrCode(options.secret, options.account.email))}</figure>
<p>No camera? Type this key into the app:</p>
<p><code class="secret" id="secret">${(options.secret.match(/.{1,4}/g) ?? []).join(' ')}</code></p>
${alert(options.problem)}
<form method="post">
${codeField(options.problem)}
<button class="primary" name="action" value="code">Verify</button>
</form>
${otherAccount}
<details><summary>No authenticator app</summary>
<p>While developing, <code>npm run dev:code -- ${options.account.email}</code> shows the code that the app would show.</p></details>`,
  })

export const codePage = (options: { account: SampleAccount; passkey: boolean; problem?: string | undefined }): string =>
  page({
    title: 'Enter your code',
    passkeys: options.passkey,
    content: html`${signedInAs(options.account)}
<p>Open your authenticator app and type the six digits that it shows.</p>
${alert(options.problem)}
<form method="post">
${codeField(options.problem)}
<button class="primary" name="action" value="code">Verify</button>
</form>
${options.passkey ? passkeyButton('use', 'Use a passkey instead', 'secondary') : undefined}
${otherAccount}`,
  })

export const offerPasskeyPage = (options: { account: SampleAccount }): string =>
  page({
    title: 'Sign in faster next time',
    passkeys: true,
    content: html`${signedInAs(options.account)}
<p>With a passkey you sign in with your fingerprint, face or PIN: no password, no code.</p>
${passkeyButton('create', 'Create a passkey', 'primary')}
<form method="post"><button class="quiet" name="action" value="skip">Not now</button></form>`,
  })

export const consentPage = (options: { account: SampleAccount }): string =>
  page({
    title: 'Continue to Parley',
    content: html`<p>Parley will know your name, your e-mail address and your organisation.</p>
${signedInAs(options.account)}
<form method="post"><button class="primary" name="action" value="consent" autofocus>Continue to Parley as ${options.account.name}</button></form>
${otherAccount}
${cancel}`,
  })

/** `form` belongs to oidc-provider: an empty one with the hidden field that its confirmation wants. */
export const signOutPage = (form: string): string =>
  page({
    title: 'Sign out',
    content: html`<p>Sign out of the sample identity provider in this browser?</p>
${new Html(form)}
<button class="primary" form="op.logoutForm" name="logout" value="yes">Sign out</button>
<button class="quiet" form="op.logoutForm">Stay signed in</button>`,
  })

export const signedOutPage = (): string => page({ title: 'You are signed out', content: html`<p>You can close this page.</p>` })

export const stayedSignedInPage = (): string =>
  page({
    title: 'You are still signed in',
    content: html`<p>You are signed in to the sample identity provider in this browser. You can close this page.</p>`,
  })

/** `code` is small print for whoever looks into it. */
export const problemPage = (options: { title: string; text: string; code?: string | undefined }): string =>
  page({
    title: options.title,
    content: html`<p role="alert">${options.text}</p>
${options.code === undefined ? undefined : html`<p class="small">${options.code}</p>`}`,
  })

export const EXPIRED = {
  title: 'This sign-in has ended',
  text: 'It took too long, or it was finished in another window. Go back to Parley and sign in again.',
} as const
