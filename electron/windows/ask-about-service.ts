import { type BrowserWindow, dialog, type MessageBoxOptions } from 'electron'
import type { Catalogue } from '#shared/catalogue/en.ts'

/** Asks whether Parley is to work with another service from now on; nothing that a page shows can stand in for it. */
export const askAboutService = async (
  parent: BrowserWindow | undefined,
  texts: Catalogue['desktop']['server'],
  origin: string,
): Promise<boolean> => {
  const options: MessageBoxOptions = {
    type: 'question',
    message: texts.title,
    detail: `${origin}\n\n${texts.meaning}`,
    buttons: [texts.use, texts.keep],
    defaultId: 1,
    cancelId: 1,
  }
  const { response } = await (parent === undefined ? dialog.showMessageBox(options) : dialog.showMessageBox(parent, options))
  return response === 0
}
