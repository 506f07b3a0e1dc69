/** The pages of a sign-in: each request belongs to an interaction of oidc-provider, whose cookie binds it to one browser. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import type Provider from 'oidc-provider'
import { errors, type InteractionResults } from 'oidc-provider'
import { z } from 'zod'
import type { Log } from '../logging.ts'
import type { Accounts } from './accounts.ts'
import { acrOf, amrOf, wantedAcr } from './assurance.ts'
import { Attempts } from './attempts.ts'
import { RefusedRequest, readForm, readJson, requireOrigin, sendJson, sendPage } from './http.ts'
import { authenticatorPage, codePage, consentPage, EXPIRED, identifyPage, offerPasskeyPage, problemPage } from './pages.ts'
import { AuthenticationResponse, Passkeys, RegistrationResponse } from './passkeys.ts'
import type { Password } from './password.ts'
import { NOBODY_SIGNED_IN, SECOND_FACTOR_MISSING, SIGN_IN_PATH } from './provider-settings.ts'
import type { SampleAccount } from './sample-accounts.ts'
import { SignIn, SignIns } from './sign-in.ts'

type Interaction = Awaited<ReturnType<Provider['interactionDetails']>>

const PATH = new RegExp(`^${SIGN_IN_PATH}/([\\w-]{1,64})(?:/passkey/(request|use|creation|create))?$`)

const EMAIL_LENGTH = 254

const Form = z.discriminatedUnion('action', [
  z.object({ action: z.literal('password'), email: z.string().max(EMAIL_LENGTH), password: z.string().max(256) }),
  z.object({ action: z.literal('code'), code: z.string().max(16) }),
  z.object({ action: z.literal('skip') }),
  z.object({ action: z.literal('consent') }),
  z.object({ action: z.literal('restart') }),
  z.object({ action: z.literal('cancel') }),
])
type Form = z.infer<typeof Form>

const LOCKED = 'Too many wrong tries. Wait a minute, then try again.'
const WRONG_PASSWORD = 'The e-mail address or the password is wrong.'
const WRONG_CODE = 'This code is wrong, or it was used before. Type the one that the app shows now.'
const WRONG_PASSKEY = 'This passkey could not be used. Try again, or sign in with your password.'
const PASSKEY_NOT_MADE = 'The passkey could not be made. Try again, or go on without one.'

/** What went wrong on the page that is shown again. */
interface Problem {
  status: number
  text: string
}

/** A request with the interaction it belongs to. */
interface Visit {
  req: IncomingMessage
  res: ServerResponse
  interaction: Interaction
  signIn: SignIn
}

export class Interactions {
  readonly #provider: Provider
  readonly #accounts: Accounts
  readonly #password: Password
  readonly #passkeys: Passkeys
  readonly #log: Log
  readonly #signIns = new SignIns()
  readonly #attempts = new Attempts()

  constructor(parts: { provider: Provider; accounts: Accounts; password: Password; log: Log }) {
    this.#provider = parts.provider
    this.#accounts = parts.accounts
    this.#password = parts.password
    this.#passkeys = new Passkeys(parts.accounts, parts.provider.issuer)
    this.#log = parts.log
  }

  /** Answers where `path` is one of a sign-in's; false where it is not. */
  async handle(req: IncomingMessage, res: ServerResponse, path: string): Promise<boolean> {
    const match = PATH.exec(path)
    if (match === null) return false
    const [, uid, ceremony] = match
    if (req.method !== 'POST' && (req.method !== 'GET' || ceremony !== undefined))
      throw new RefusedRequest(405, 'not a way to ask')
    if (req.method === 'POST') requireOrigin(req, this.#provider.issuer)
    const interaction = await this.#interaction(req, res)
    if (interaction === undefined || interaction.uid !== uid) {
      if (ceremony === undefined) sendPage(res, problemPage(EXPIRED), 400)
      else sendJson(res, { problem: EXPIRED.title }, 400)
      return true
    }
    const signIn = this.#signIns.get(uid, interaction.exp, () => this.#begin(interaction))
    const visit: Visit = { req, res, interaction, signIn }
    if (ceremony !== undefined) await this.#ceremony(visit, ceremony)
    else if (req.method === 'POST') await this.#submitted(visit, await readForm(req, Form))
    else this.#show(visit)
    return true
  }

  /** The interaction that the browser's cookie names; undefined where it is over. */
  async #interaction(req: IncomingMessage, res: ServerResponse): Promise<Interaction | undefined> {
    try {
      return await this.#provider.interactionDetails(req, res)
    } catch (error) {
      if (error instanceof errors.SessionNotFound) return undefined
      throw error
    }
  }

  #begin({ prompt, params, session }: Interaction): SignIn {
    const signedIn = session === undefined ? undefined : this.#accounts.bySubject(session.accountId)
    const { login_hint: hint, acr_values: acrValues } = params
    const signIn = new SignIn(this.#accounts, {
      wanted: wantedAcr(acrValues),
      // Not to somebody who only confirms who they are, as max_age and prompt=login ask it.
      offersPasskey: prompt.reasons.includes(NOBODY_SIGNED_IN),
      email: signedIn?.email ?? (typeof hint === 'string' ? hint.slice(0, EMAIL_LENGTH) : ''),
    })
    if (signedIn === undefined) return signIn
    if (prompt.name === 'consent') signIn.askConsent(signedIn)
    else if (prompt.reasons.every((reason) => reason === SECOND_FACTOR_MISSING)) signIn.passwordGiven(signedIn)
    return signIn
  }

  #show({ res, signIn }: Visit, problem?: Problem): void {
    sendPage(res, this.#page(signIn, problem?.text), problem?.status)
  }

  #page(signIn: SignIn, problem: string | undefined): string {
    const { account, step } = signIn
    if (account === undefined || step === 'identify') return identifyPage({ email: signIn.email, problem })
    switch (step) {
      case 'authenticator':
        return authenticatorPage({ account, secret: this.#accounts.secretToSetUp(account.subject), problem })
      case 'secondFactor':
        return codePage({ account, passkey: this.#accounts.passkeys(account.subject).length > 0, problem })
      case 'offerPasskey':
        return offerPasskeyPage({ account })
      case 'consent':
        return consentPage({ account })
      case 'done':
        return problemPage(EXPIRED)
    }
  }

  /** A form that belongs to another step than the sign-in is at (people go back, or press twice) shows the step that it is at. */
  async #submitted(visit: Visit, form: Form): Promise<void> {
    const { signIn } = visit
    const { step, account } = signIn
    if (form.action === 'cancel') return await this.#cancel(visit)
    if (form.action === 'restart') {
      signIn.restart()
    } else if (form.action === 'password' && step === 'identify') {
      return await this.#checkPassword(visit, form)
    } else if (account !== undefined) {
      if (form.action === 'consent' && step === 'consent') return await this.#consent(visit, account)
      if (form.action === 'code' && (step === 'authenticator' || step === 'secondFactor')) {
        return await this.#checkCode(visit, account, form.code)
      }
      if (form.action === 'skip' && step === 'offerPasskey') signIn.offerAnswered()
    }
    await this.#goOn(visit)
  }

  async #checkPassword(visit: Visit, { email, password }: { email: string; password: string }): Promise<void> {
    visit.signIn.emailTyped(email)
    const tries = `password ${email.trim().toLowerCase()}`
    if (!this.#attempts.begin(tries)) return this.#locked(visit)
    const account = this.#accounts.byEmail(email)
    // Checked for people who don't exist too: how long it takes would say that they don't.
    const right = await this.#password.matches(password)
    if (account === undefined || !right) return this.#show(visit, { status: 422, text: WRONG_PASSWORD })
    this.#attempts.succeeded(tries)
    visit.signIn.passwordGiven(account)
    await this.#goOn(visit)
  }

  async #checkCode(visit: Visit, account: SampleAccount, text: string): Promise<void> {
    const tries = `code ${account.subject}`
    if (!this.#attempts.begin(tries)) return this.#locked(visit)
    const code = text.replaceAll(' ', '')
    const right =
      visit.signIn.step === 'authenticator'
        ? this.#accounts.confirmAuthenticator(account.subject, code)
        : this.#accounts.acceptCode(account.subject, code)
    if (!right) return this.#show(visit, { status: 422, text: WRONG_CODE })
    this.#attempts.succeeded(tries)
    visit.signIn.codeGiven(account)
    await this.#goOn(visit)
  }

  #locked(visit: Visit): void {
    this.#log.warn('sign-in locked after wrong tries')
    this.#show(visit, { status: 429, text: LOCKED })
  }

  /** Two requests of the passkey script for each of two ceremonies: what to ask the authenticator, and what it answered. */
  async #ceremony(visit: Visit, ceremony: string): Promise<void> {
    const { req, res, signIn } = visit
    const { step, account } = signIn
    if (step === 'offerPasskey' && account !== undefined) {
      if (ceremony === 'creation') {
        const options = await this.#passkeys.creationOptions(account)
        signIn.expectChallenge(options.challenge)
        return sendJson(res, options)
      }
      if (ceremony === 'create') {
        const response = await readJson(req, RegistrationResponse)
        const challenge = signIn.takeChallenge()
        const made = challenge !== undefined && (await this.#passkeys.create(account, response, challenge))
        if (!made) return sendJson(res, { problem: PASSKEY_NOT_MADE }, 422)
        signIn.offerAnswered()
        return sendJson(res, { location: await this.#finish(visit) })
      }
    }
    if (step === 'identify' || step === 'secondFactor') {
      const expected = step === 'secondFactor' ? account : undefined
      if (ceremony === 'request') {
        const options = await this.#passkeys.requestOptions(expected)
        signIn.expectChallenge(options.challenge)
        return sendJson(res, options)
      }
      if (ceremony === 'use') {
        const response = await readJson(req, AuthenticationResponse)
        const challenge = signIn.takeChallenge()
        const owner = challenge === undefined ? undefined : await this.#passkeys.owner(response, challenge)
        const right = owner !== undefined && (expected === undefined || expected.subject === owner.subject)
        if (!right) return sendJson(res, { problem: WRONG_PASSKEY }, 422)
        signIn.passkeyGiven(owner)
        return sendJson(res, { location: await this.#finish(visit) })
      }
    }
    sendJson(res, { problem: EXPIRED.title }, 409)
  }

  /** The next page: of this sign-in, or where it leads. */
  async #goOn(visit: Visit): Promise<void> {
    const { interaction, res, signIn } = visit
    // Seen by a GET, so that loading a page again sends no form again.
    const location = signIn.step === 'done' ? await this.#finish(visit) : `${SIGN_IN_PATH}/${interaction.uid}`
    res.writeHead(303, { location }).end()
  }

  /** Tells oidc-provider who signed in, and how; gives the address at which it goes on. */
  async #finish({ req, res, interaction, signIn }: Visit): Promise<string> {
    const { account, methods } = signIn
    if (account === undefined) throw new Error('a sign-in is done without an account')
    const login = { accountId: account.subject, acr: acrOf(methods), amr: amrOf(methods), ts: Math.floor(Date.now() / 1000) }
    this.#log.info({ subject: account.subject, methods }, 'signed in at the development provider')
    return await this.#end(req, res, interaction, { login }, false)
  }

  /** RFC 8252 §8.6: somebody signed in is asked all the same, because any program could be behind a loopback address. */
  async #consent(visit: Visit, account: SampleAccount): Promise<void> {
    const { interaction, res, req } = visit
    const { client_id: clientId, scope } = interaction.params
    if (typeof clientId !== 'string' || typeof scope !== 'string') throw new RefusedRequest(400, 'no client')
    const known = interaction.grantId === undefined ? undefined : await this.#provider.Grant.find(interaction.grantId)
    const grant = known ?? new this.#provider.Grant({ clientId, accountId: account.subject })
    grant.addOIDCScope(scope)
    const consent = { grantId: await grant.save() }
    res.writeHead(303, { location: await this.#end(req, res, interaction, { consent }, true) }).end()
  }

  async #cancel({ req, res, interaction }: Visit): Promise<void> {
    const refusal = { error: 'access_denied', error_description: 'cancelled by the person' }
    res.writeHead(303, { location: await this.#end(req, res, interaction, refusal, false) }).end()
  }

  async #end(
    req: IncomingMessage,
    res: ServerResponse,
    interaction: Interaction,
    result: InteractionResults,
    mergeWithLastSubmission: boolean,
  ): Promise<string> {
    this.#signIns.delete(interaction.uid)
    return await this.#provider.interactionResult(req, res, result, { mergeWithLastSubmission })
  }
}
