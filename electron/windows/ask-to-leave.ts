import { type BrowserWindow, dialog, type MessageBoxOptions } from 'electron'
import type { Catalogue } from '#shared/catalogue/en.ts'

/** Asks whether to leave the meeting that closing the window would end for this person. */
export const askToLeave = async (parent: BrowserWindow | undefined, texts: Catalogue['desktop']['closing']): Promise<boolean> => {
  const options: MessageBoxOptions = {
    type: 'question',
    message: texts.title,
    detail: texts.meaning,
    buttons: [texts.leave, texts.stay],
    defaultId: 1,
    cancelId: 1,
  }
  const { response } = await (parent === undefined ? dialog.showMessageBox(options) : dialog.showMessageBox(parent, options))
  return response === 0
}
