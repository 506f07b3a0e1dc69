import { resolve } from 'node:path'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

/** The nonce of these pages. It is the same for all: they are served to a test only. */
const NONCE = 'screens'

/** The real screens over a platform and an engine without a service, under a policy as strict as the product's. */
export default defineConfig({
  root: import.meta.dirname,
  base: '/',
  logLevel: 'warn',
  plugins: [react()],
  html: { cspNonce: NONCE },
  build: {
    outDir: resolve(import.meta.dirname, '../../artifacts/screens-page'),
    emptyOutDir: true,
    assetsInlineLimit: 0,
    minify: false,
    reportCompressedSize: false,
    chunkSizeWarningLimit: 20_000,
  },
  preview: {
    host: '127.0.0.1',
    headers: {
      'Content-Security-Policy': [
        "default-src 'none'",
        "script-src 'self'",
        `style-src 'self' 'nonce-${NONCE}'`,
        "img-src 'self' data:",
        "media-src 'self' blob:",
        "connect-src 'self'",
        "font-src 'none'",
        "base-uri 'none'",
        "form-action 'none'",
      ].join('; '),
    },
  },
})
