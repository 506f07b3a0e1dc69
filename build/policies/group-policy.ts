/** Templates for Group Policy and Intune: what there is to set (ADMX), and its words in a language (ADML). */
import { POLICY_KEY } from '#shared/managed-policy/places.ts'
import {
  POLICY_CATEGORIES,
  POLICY_NAMES,
  type PolicyCategory,
  type PolicyDefinition,
  type PolicyName,
  policyOf,
} from '#shared/managed-policy/policies.ts'
import { element, textElement, XML_DECLARATION } from './xml.ts'

const NAMESPACE = 'http://schemas.microsoft.com/GroupPolicy/2006/07/PolicyDefinitions'
const SCHEMA = { xmlns: NAMESPACE, revision: '1.0', schemaVersion: '1.0' }

export const TEMPLATE_LANGUAGES = { en: 'en-US', de: 'de-DE' } as const
export type TemplateLanguage = keyof typeof TEMPLATE_LANGUAGES

const WORDS = {
  en: {
    name: 'Parley',
    description: 'Policies of the Parley desktop client',
    supported: (version: string) => `Parley ${version} or later`,
    restart: 'A change holds when Parley is started again.',
  },
  de: {
    name: 'Parley',
    description: 'Richtlinien des Desktop-Clients Parley',
    supported: (version: string) => `Parley ${version} oder neuer`,
    restart: 'Eine Änderung gilt, wenn Parley neu gestartet wird.',
  },
} as const

const WINDOWS = POLICY_NAMES.filter((name) => policyOf(name).platforms.includes('windows'))
const VERSIONS = [...new Set(WINDOWS.map((name) => policyOf(name).since))]
const CATEGORIES = Object.keys(POLICY_CATEGORIES) as PolicyCategory[]

const supportedId = (version: string): string => `Supported_${version.replaceAll('.', '_')}`
const categoryId = (category: PolicyCategory): string => `Category_${category}`
const choiceId = (name: PolicyName, choice: string): string => `${name}_${choice}`
const string = (id: string): string => `$(string.${id})`

const decimal = (value: 0 | 1): string => element('decimal', { value: String(value) })

/** What a policy's page lets an administrator fill in; nothing for yes or no. */
const elementsOf = (name: PolicyName, { allowed }: PolicyDefinition): string[] => {
  switch (allowed.type) {
    case 'boolean':
      return [element('enabledValue', {}, decimal(1)), element('disabledValue', {}, decimal(0))]
    case 'choice':
      return [
        element(
          'elements',
          {},
          element(
            'enum',
            { id: name, valueName: name, required: 'true' },
            ...allowed.choices.map((choice) =>
              element(
                'item',
                { displayName: string(choiceId(name, choice)) },
                element('value', {}, textElement('string', {}, choice)),
              ),
            ),
          ),
        ),
      ]
    case 'text':
      return [element('elements', {}, element('text', { id: name, valueName: name, maxLength: '500' }))]
    case 'servers':
      return [element('elements', {}, element('list', { id: name, key: `${POLICY_KEY}\\${name}`, valuePrefix: '' }))]
  }
}

const policyElement = (name: PolicyName): string => {
  const policy = policyOf(name)
  const isBoolean = policy.allowed.type === 'boolean'
  return element(
    'policy',
    {
      name,
      class: 'Both',
      displayName: string(name),
      explainText: string(`${name}_Explain`),
      key: POLICY_KEY,
      ...(isBoolean ? { valueName: name } : { presentation: `$(presentation.${name})` }),
    },
    element('parentCategory', { ref: categoryId(policy.category) }),
    element('supportedOn', { ref: supportedId(policy.since) }),
    ...elementsOf(name, policy),
  )
}

export const writeAdmx = (): string =>
  `${XML_DECLARATION}\n${element(
    'policyDefinitions',
    SCHEMA,
    element('policyNamespaces', {}, element('target', { prefix: 'parley', namespace: 'Parley.Policies.Desktop' })),
    element('resources', { minRequiredRevision: '1.0', fallbackCulture: 'en-US' }),
    element(
      'supportedOn',
      {},
      element(
        'definitions',
        {},
        ...VERSIONS.map((version) =>
          element('definition', { name: supportedId(version), displayName: string(supportedId(version)) }),
        ),
      ),
    ),
    element(
      'categories',
      {},
      element('category', { name: 'Parley', displayName: string('Parley') }),
      ...CATEGORIES.map((category) =>
        element(
          'category',
          { name: categoryId(category), displayName: string(categoryId(category)) },
          element('parentCategory', { ref: 'Parley' }),
        ),
      ),
    ),
    element('policies', {}, ...WINDOWS.map(policyElement)),
  )}\n`

const presentationOf = (name: PolicyName, language: TemplateLanguage): string[] => {
  const policy = policyOf(name)
  const { title } = policy[language]
  switch (policy.allowed.type) {
    case 'boolean':
      return []
    case 'choice':
      return [
        element(
          'presentation',
          { id: name },
          textElement('dropdownList', { refId: name, noSort: 'true', defaultItem: '0' }, title),
        ),
      ]
    case 'text':
      return [element('presentation', { id: name }, element('textBox', { refId: name }, textElement('label', {}, title)))]
    case 'servers':
      return [element('presentation', { id: name }, textElement('listBox', { refId: name }, title))]
  }
}

export const writeAdml = (language: TemplateLanguage): string => {
  const words = WORDS[language]
  const text = (id: string, content: string): string => textElement('string', { id }, content)
  const textsOf = (name: PolicyName): string[] => {
    const policy = policyOf(name)
    const { title, description } = policy[language]
    const choices = policy.allowed.type === 'choice' ? policy.allowed.choices : []
    return [
      text(name, title),
      text(`${name}_Explain`, policy.restart ? `${description} ${words.restart}` : description),
      ...choices.map((choice) => text(choiceId(name, choice), choice)),
    ]
  }
  return `${XML_DECLARATION}\n${element(
    'policyDefinitionResources',
    SCHEMA,
    textElement('displayName', {}, words.name),
    textElement('description', {}, words.description),
    element(
      'resources',
      {},
      element(
        'stringTable',
        {},
        text('Parley', words.name),
        ...VERSIONS.map((version) => text(supportedId(version), words.supported(version))),
        ...CATEGORIES.map((category) => text(categoryId(category), POLICY_CATEGORIES[category][language])),
        ...WINDOWS.flatMap(textsOf),
      ),
      element('presentationTable', {}, ...WINDOWS.flatMap((name) => presentationOf(name, language))),
    ),
  )}\n`
}
