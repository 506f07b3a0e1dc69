// @vitest-environment jsdom
import { FluentProvider, webLightTheme } from '@fluentui/react-components'
import { cleanup, render } from '@testing-library/react'
import { I18nextProvider } from 'react-i18next'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { standIns } from '../../testing/stand-ins.ts'
import { createI18n } from '../../ui/i18n.ts'
import type { Trouble } from './player/recording-player.ts'
import { Troubles } from './Troubles.tsx'

beforeEach(standIns)
afterEach(() => {
  cleanup()
  vi.unstubAllGlobals()
})

const BO = [{ id: 'p1', name: 'Bo Lindqvist', presences: [] }]
const trouble = (more: Partial<Trouble>): Trouble => ({
  ...{ segment: 's1', track: 't1', participant: 'p1', source: 'camera' },
  ...more,
})
const said = (...troubles: Trouble[]): string[] => {
  const { container } = render(
    <I18nextProvider i18n={createI18n('en')}>
      <FluentProvider theme={webLightTheme}>
        <Troubles troubles={troubles} participants={BO} />
      </FluentProvider>
    </I18nextProvider>,
  )
  return [...container.querySelectorAll('.fui-MessageBar')].map(({ textContent }) => textContent)
}

test('says whose track was changed, and to whom one tells it', () => {
  const [bar = '', ...others] = said(trouble({ damage: { from: 0, to: 10, kind: 'changed' } }))
  expect(bar).toContain('1 part of the recording is damaged')
  expect(bar).toContain('Tell your administrator')
  expect(bar).toContain('Camera of Bo Lindqvist: stored bytes were changed')
  expect(others).toEqual([])
})

test.each<[string, Partial<Trouble>, string]>([
  ['what this window can’t play', { code: 'unplayable' }, 'this window can’t play its format; a downloaded file has it'],
  ['what could not be fetched', { code: 'STORAGE_UNREACHABLE' }, 'Camera of Bo Lindqvist:'],
])('does not call %s damaged', (_, more, words) => {
  const [bar = '', ...others] = said(trouble(more))
  expect(bar).toContain('1 part of the recording is not played here')
  expect(bar).toContain(words)
  expect(bar).not.toContain('damaged')
  expect(bar).not.toContain('changed what was stored')
  expect(others).toEqual([])
})

test('says both where both are', () => {
  expect(said(trouble({ code: 'STORED_DAMAGED' }), trouble({ segment: 's2', code: 'unplayable' }))).toHaveLength(2)
})

test('says nothing where all is well', () => {
  expect(said()).toEqual([])
})
