import react from '@vitejs/plugin-react'
import { defineConfig } from 'vitest/config'

/** `unit`: pure decisions, fakes, jsdom; quick. `service`: the real mediasoup worker, real sockets, a real database. */
export default defineConfig({
  test: {
    projects: [
      {
        plugins: [react()],
        test: {
          name: 'unit',
          include: ['{shared,electron,renderer,build,server,e2e}/**/*.test.{ts,tsx}'],
          exclude: ['**/node_modules/**', '**/*.service.test.ts'],
          // Tests of properties try many cases: a second on an idle machine, many on one that is busy with everything else.
          testTimeout: 20_000,
        },
      },
      {
        test: {
          name: 'service',
          include: ['server/**/*.service.test.ts'],
          testTimeout: 30_000,
          hookTimeout: 30_000,
          fileParallelism: false,
        },
      },
    ],
  },
})
