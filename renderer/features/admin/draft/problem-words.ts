/** What is wrong with rules, in the person's language. */
import type { TFunction } from 'i18next'
import type { Problem } from '#shared/policies/file-problems.ts'

export const problemWords = (t: TFunction, { what, detail }: Problem): string => {
  const { line, column, name = '', allowed = [], least, most } = detail
  switch (what) {
    case 'notJson':
      return line === undefined ? t('admin.file.wrong.notJson') : t('admin.file.wrong.notJsonAt', { line, column })
    case 'unknownField':
      return t('admin.file.wrong.unknownField', { name })
    case 'notAllowed': {
      const values = allowed.map((value) => t('admin.file.wrong.value', { value }))
      return t('admin.file.wrong.notAllowed', { values: values.join(', ') })
    }
    case 'tooLong':
    case 'tooMany':
    case 'tooHigh':
      return t(`admin.file.wrong.${what}`, { most })
    case 'tooLow':
      return t('admin.file.wrong.tooLow', { least })
    default:
      return t(`admin.file.wrong.${what}`)
  }
}

/** A place by itself, as in `labels.list[2].name`; the whole file for none. */
export const placeWords = (t: TFunction, { place }: Problem): string => (place === '' ? t('admin.file.whole') : place)
