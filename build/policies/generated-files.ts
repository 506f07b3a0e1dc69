/** All that is generated from the table of managed policies, by path in the project. */
import { BUNDLE_ID } from '#shared/managed-policy/places.ts'
import { TEMPLATE_LANGUAGES, type TemplateLanguage, writeAdml, writeAdmx } from './group-policy.ts'
import { writeJsonExample, writeJsonSchema } from './json-schema.ts'
import { writeMarkdown } from './markdown.ts'
import { writeMobileconfig, writePlist } from './property-list.ts'

export const GENERATED_FOLDER = 'build/policies/generated'

export const generatePolicyFiles = (): ReadonlyMap<string, string> =>
  new Map([
    [`${GENERATED_FOLDER}/parley.admx`, writeAdmx()],
    ...(Object.keys(TEMPLATE_LANGUAGES) as TemplateLanguage[]).map(
      (language) => [`${GENERATED_FOLDER}/${TEMPLATE_LANGUAGES[language]}/parley.adml`, writeAdml(language)] as const,
    ),
    [`${GENERATED_FOLDER}/parley.mobileconfig`, writeMobileconfig()],
    [`${GENERATED_FOLDER}/${BUNDLE_ID}.plist`, writePlist()],
    [`${GENERATED_FOLDER}/policy.schema.json`, writeJsonSchema()],
    [`${GENERATED_FOLDER}/policy.example.json`, writeJsonExample()],
    ['docs/policies.md', writeMarkdown()],
  ])
