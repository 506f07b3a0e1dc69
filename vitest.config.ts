import { availableParallelism } from 'node:os'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vitest/config'

/**
 * `unit`: pure decisions, fakes, jsdom; quick. `service`: the real mediasoup worker, real sockets, a real database.
 *
 * Files share a worker, and with it what they import: to load it anew for each file was two thirds of the time. So no test may
 * mock a module, and what a test changes of the world is put back after it.
 */
export default defineConfig({
  test: {
    maxWorkers: availableParallelism(),
    projects: [
      {
        plugins: [react()],
        test: {
          name: 'unit',
          isolate: false,
          setupFiles: 'build/testing/put-back.ts',
          include: ['{shared,electron,renderer,build,server,e2e}/**/*.test.{ts,tsx}'],
          exclude: ['**/node_modules/**', '**/*.service.test.ts'],
          // Tests of properties try many cases: a second on an idle machine, many on one that is busy with everything else.
          testTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'service',
          isolate: false,
          include: ['server/**/*.service.test.ts'],
          testTimeout: 30_000,
          hookTimeout: 30_000,
        },
      },
    ],
  },
})
