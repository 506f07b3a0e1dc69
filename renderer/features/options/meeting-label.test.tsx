// @vitest-environment jsdom
import { act, cleanup, fireEvent, render, screen } from '@testing-library/react'
import type { ReactNode } from 'react'
import { I18nextProvider } from 'react-i18next'
import { afterEach, expect, test, vi } from 'vitest'
import type { Meeting } from '#shared/contract/common.ts'
import { ParleyError } from '#shared/errors.ts'
import { ServicesContext } from '../../app/services.ts'
import { FakeCallEngine } from '../../call/fake-call-engine.ts'
import type { Platform, ServiceClient } from '../../platform/platform.ts'
import { standIns } from '../../testing/stand-ins.ts'
import { createI18n } from '../../ui/i18n.ts'
import { ThemeRoot } from '../../ui/ThemeRoot.tsx'
import { type Chosen, KindOfMeeting } from '../home/KindOfMeeting.tsx'
import { MeetingLabel } from './MeetingLabel.tsx'

afterEach(() => {
  cleanup()
  vi.unstubAllGlobals()
})

type Choices = Awaited<ReturnType<ServiceClient['meetings']['choices']>>

const LABELS: Choices['labels'] = [
  { id: 'g', name: 'General', description: 'For daily work.' },
  { id: 'c', name: 'Confidential', description: 'For those who need to know.' },
]
const TEMPLATES: Choices['templates'] = [{ id: 't', name: 'Interview', description: 'A few people.', kind: 'meeting' }]
const MEETING: Meeting = {
  id: 'm',
  code: 'abc-defg-hjk',
  title: 'Planning',
  organiser: { id: 'ada', name: 'Ada Moreau' },
  createdAt: 0,
  kind: 'meeting',
  label: { id: 'c', name: 'Confidential' },
}

const show = async (shown: ReactNode, choices: Partial<Choices> = {}) => {
  standIns()
  const setLabel = vi.fn(async ({ labelId }: { labelId: string }) => {
    const label = LABELS.find(({ id }) => id === labelId)
    if (label === undefined) throw new ParleyError('NOT_FOUND')
    return { ...MEETING, label: { id: label.id, name: label.name } }
  })
  const meetings = { choices: async () => ({ templates: TEMPLATES, labels: LABELS, ...choices }), setLabel }
  const platform = { service: { meetings } } as unknown as Platform
  render(
    <ServicesContext value={{ platform, engine: FakeCallEngine.create() }}>
      <I18nextProvider i18n={createI18n('en')}>
        <ThemeRoot appearance="light">{shown}</ThemeRoot>
      </I18nextProvider>
    </ServicesContext>,
  )
  await screen.findByLabelText('Label')
  return { setLabel }
}
const label = (): HTMLSelectElement => screen.getByLabelText('Label')
const choose = (select: HTMLElement, value: string) => act(async () => void fireEvent.change(select, { target: { value } }))
const press = (name: string) => act(async () => void fireEvent.click(screen.getByRole('button', { name })))

test('a label that protects less takes a reason, and is set with it', async () => {
  const onChanged = vi.fn()
  const { setLabel } = await show(<MeetingLabel meeting={MEETING} onChanged={onChanged} />)
  expect(screen.queryByRole('button', { name: 'Change label' })).toBeNull()
  await choose(label(), 'g')
  await press('Change label')
  expect(setLabel).not.toHaveBeenCalled()
  expect(screen.getByText('Say why.')).toBeTruthy()
  await choose(screen.getByRole('textbox', { name: /Why this label/ }), ' It is public by now. ')
  await press('Change label')
  expect(setLabel).toHaveBeenCalledExactlyOnceWith({
    code: 'abc-defg-hjk',
    labelId: 'g',
    justification: 'It is public by now.',
  })
  expect(onChanged).toHaveBeenCalledExactlyOnceWith(expect.objectContaining({ label: { id: 'g', name: 'General' } }))
  expect(label().value).toBe('g')
  expect(screen.queryByRole('textbox')).toBeNull()
})

test('one that protects more takes none', async () => {
  const { setLabel } = await show(<MeetingLabel meeting={{ ...MEETING, label: { id: 'g', name: 'General' } }} />)
  await choose(label(), 'c')
  expect(screen.queryByRole('textbox')).toBeNull()
  await press('Change label')
  expect(setLabel).toHaveBeenCalledExactlyOnceWith({ code: 'abc-defg-hjk', labelId: 'c' })
})

test('what the service refuses is told of that label alone, and the label is what it was', async () => {
  const { setLabel } = await show(<MeetingLabel meeting={{ ...MEETING, label: { id: 'g', name: 'General' } }} />)
  setLabel.mockRejectedValue(new ParleyError('ENCRYPTION_UNAVAILABLE'))
  await choose(label(), 'c')
  await press('Change label')
  expect(await screen.findByText('Code ENCRYPTION_UNAVAILABLE')).toBeTruthy()
  await press('Cancel')
  expect(label().value).toBe('g')
  expect(screen.queryByText('Code ENCRYPTION_UNAVAILABLE')).toBeNull()
})

test('a new meeting starts with the default label, and templates without their licence say what is missing', async () => {
  const onChange = vi.fn<(chosen: Chosen) => void>()
  await show(<KindOfMeeting chosen={{}} onChange={onChange} />, { defaultLabel: 'g', templatesNeed: 'premium' })
  expect(label().value).toBe('g')
  expect(screen.getByText('For daily work.')).toBeTruthy()
  const template = screen.getByLabelText<HTMLSelectElement>('Template')
  expect(template.disabled).toBe(true)
  expect(screen.getByText('Templates need the Premium licence. Ask your administrator for it.')).toBeTruthy()
  await choose(label(), 'c')
  expect(onChange).toHaveBeenCalledExactlyOnceWith({ labelId: 'c' })
})

test('with it, templates are chosen, and say what they are for', async () => {
  const onChange = vi.fn<(chosen: Chosen) => void>()
  await show(<KindOfMeeting chosen={{ templateId: 't' }} onChange={onChange} />)
  expect(screen.getByText('A few people.')).toBeTruthy()
  await choose(screen.getByLabelText('Template'), '')
  expect(onChange).toHaveBeenCalledExactlyOnceWith({ templateId: undefined })
})
