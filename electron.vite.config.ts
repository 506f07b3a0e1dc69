import { resolve } from 'node:path'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'electron-vite'

/**
 * Three bundles: the main process and the preload as CommonJS (a sandboxed preload can be nothing else), and the page, which is
 * the desktop's window and the guests' web client alike. Whoever serves `index.html` replaces the nonce placeholder.
 */
export default defineConfig({
  main: {
    define: {
      // What a build believes updates by: without, it believes none.
      PARLEY_UPDATE_KEYS: JSON.stringify(process.env.PARLEY_UPDATE_KEYS ?? ''),
      PARLEY_UPDATE_PUBLISHER: JSON.stringify(process.env.PARLEY_UPDATE_PUBLISHER ?? ''),
    },
    build: {
      outDir: 'out/main',
      // Everything but Electron itself comes into the bundle: the shipped program has no node_modules.
      externalizeDeps: false,
      lib: { entry: 'electron/main.ts', formats: ['cjs'], fileName: () => 'main.cjs' },
      sourcemap: true,
    },
  },
  preload: {
    build: {
      outDir: 'out/preload',
      externalizeDeps: false,
      lib: { entry: 'electron/preload.ts', formats: ['cjs'], fileName: () => 'preload.cjs' },
    },
  },
  renderer: {
    root: 'renderer',
    plugins: [
      react(),
      // electron-vite makes every address relative to the document; ours is served at `/join/<code>` as well.
      { name: 'absolute-addresses', config: () => ({ base: '/' }) },
    ],
    html: { cspNonce: '__CSP_NONCE__' },
    build: {
      outDir: resolve(import.meta.dirname, 'out/renderer'),
      emptyOutDir: true,
      rollupOptions: {
        input: resolve(import.meta.dirname, 'renderer/index.html'),
        // zod and what is set for it come before every schema, whichever bundle a schema ends up in.
        output: { codeSplitting: { groups: [{ name: 'zod', test: /node_modules[\\/]zod[\\/]|zod-without-eval/ }] } },
      },
      assetsInlineLimit: 0,
      minify: true,
      sourcemap: true,
    },
  },
})
