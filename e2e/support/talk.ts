/** A meeting that is made without a screen, and what is written in it. */
import { expect, type Locator } from '@playwright/test'
import { en } from '#shared/catalogue/en.ts'
import type { DesktopBridge } from '#shared/desktop-bridge.ts'
import type { OptionsChange } from '#shared/meeting/options.ts'
import type { Participant } from './participant.ts'

/** Makes a meeting with these options, as an organiser does before it. Gives its code. */
export const makeMeeting = ({ page }: Participant, title: string, options: OptionsChange): Promise<string> =>
  page.evaluate(
    async ([named, change]) => {
      const ask = async (procedure: string, input: unknown): Promise<{ code: string }> => {
        const { parley } = window as unknown as { parley: DesktopBridge }
        const reply = await parley.callService({ path: ['meetings', procedure], input })
        if (!reply.ok) throw new Error(`${procedure} was refused`)
        return reply.value as { code: string }
      }
      const { code } = await ask('create', { title: named })
      await ask('setOptions', { code, change })
      return code
    },
    [title, options] as const,
  )

const chat = ({ page }: Participant): Locator => page.getByRole('complementary', { name: en.chat.title, exact: true })

const openChat = async (who: Participant): Promise<void> => {
  if (!(await chat(who).isVisible())) await who.button(en.toolbar.chat).click()
}

export const write = async (who: Participant, text: string): Promise<void> => {
  await openChat(who)
  const field = chat(who).getByRole('textbox', { name: en.chat.compose.label })
  await field.fill(text)
  await field.press('Enter')
}

export const expectRead = async (who: Participant, text: string): Promise<void> => {
  await openChat(who)
  await expect(chat(who).locator('[data-message]').filter({ hasText: text })).toBeVisible()
}
