/** The ground of each journey: a service of its own, and people who come to it. All is gone when the test ends, however it ends. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test as base } from '@playwright/test'
import { People } from './people.ts'
import { RunningService, type ServiceOptions } from './service.ts'

interface Journey {
  /** What the test opens in it is closed in reverse order at its end. */
  stack: AsyncDisposableStack
  serviceOptions: ServiceOptions
  service: RunningService
  people: People
}

export const test = base.extend<Journey>({
  stack: async ({ baseURL: _ }, use) => {
    await using stack = new AsyncDisposableStack()
    await use(stack)
  },
  serviceOptions: {},
  service: async ({ stack, serviceOptions }, use) => {
    const service = await RunningService.start(serviceOptions)
    stack.defer(() => service.close())
    await use(service)
  },
  people: async ({ stack, service }, use) => {
    const folder = mkdtempSync(join(tmpdir(), 'parley-people-'))
    stack.defer(() => rmSync(folder, { recursive: true, force: true }))
    await use(new People(service, stack, folder))
  },
})

export { expect } from '@playwright/test'
