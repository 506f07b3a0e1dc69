/** Texts in the person's language. `useTranslation()` of react-i18next gives `t`, whose keys are those of the catalogue. */
import i18next, { type i18n } from 'i18next'
import { initReactI18next } from 'react-i18next'
import { de } from '#shared/catalogue/de.ts'
import { type Catalogue, en } from '#shared/catalogue/en.ts'
import type { Settings, SpokenLanguage } from '#shared/settings.ts'

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'translation'
    resources: { translation: Catalogue }
  }
}

const CATALOGUES: Record<SpokenLanguage, { translation: Catalogue }> = { en: { translation: en }, de: { translation: de } }

/** The language to show: the person's choice, or the first of the browser's that there is a catalogue for, or `otherwise`. */
export const resolveLanguage = (
  chosen: Settings['language'],
  preferred: readonly string[],
  otherwise: SpokenLanguage = 'en',
): SpokenLanguage => {
  if (chosen !== 'system') return chosen
  const known = preferred
    .map((tag) => tag.toLowerCase().split('-')[0])
    .find((tag) => tag !== undefined && Object.hasOwn(CATALOGUES, tag))
  return (known as SpokenLanguage | undefined) ?? otherwise
}

/** Ready when it returns: the catalogues are part of the bundle. */
export const createI18n = (language: SpokenLanguage): i18n => {
  const instance = i18next.createInstance()
  void instance.use(initReactI18next).init({
    lng: language,
    fallbackLng: 'en',
    resources: CATALOGUES,
    initAsync: false,
    interpolation: { escapeValue: false },
  })
  return instance
}
