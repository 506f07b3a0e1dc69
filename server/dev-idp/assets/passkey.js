/** Passkeys in the page: asks the provider what to ask the authenticator, and sends what it answers. */

const CEREMONIES = {
  use: { ask: 'request', answer: 'use' },
  create: { ask: 'creation', answer: 'create' },
}

/** @type {(name: string, body: unknown) => Promise<any>} */
const post = async (name, body) => {
  const response = await fetch(`${location.pathname}/passkey/${name}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  const content = await response.json()
  if (!response.ok) throw new Error(content.problem)
  return content
}

/** @type {(action: 'use' | 'create', options: any) => Promise<Credential | null>} */
const askAuthenticator = (action, options) =>
  action === 'create'
    ? navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options) })
    : navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options) })

/** @type {(error: unknown) => string} */
const wordsFor = (error) => {
  if (error instanceof DOMException) {
    return error.name === 'InvalidStateError'
      ? 'This device has a passkey for you already.'
      : 'No passkey was used. Try again, or go on without one.'
  }
  return error instanceof Error && error.message !== '' ? error.message : 'The passkey could not be used.'
}

const button = document.querySelector('button[data-passkey]')
const problem = document.getElementById('passkey-problem')

/** @type {(action: 'use' | 'create') => Promise<void>} */
const perform = async (action) => {
  button.disabled = true
  problem.hidden = true
  try {
    const { ask, answer } = CEREMONIES[action]
    const credential = await askAuthenticator(action, await post(ask, {}))
    const { location: next } = await post(answer, credential.toJSON())
    location.assign(next)
  } catch (error) {
    problem.textContent = wordsFor(error)
    problem.hidden = false
    button.disabled = false
    button.focus()
  }
}

if (button !== null && 'PublicKeyCredential' in window) {
  button.hidden = false
  button.addEventListener('click', () => perform(button.dataset.passkey))
}
