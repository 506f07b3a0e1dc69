import { extname, join, sep } from 'node:path'

/** What the build puts into `out/renderer`. A kind of file that is not listed is not served. */
const CONTENT_TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.map': 'application/json; charset=utf-8',
  '.mp3': 'audio/mpeg',
  '.ogg': 'audio/ogg',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.wasm': 'application/wasm',
  '.wav': 'audio/wav',
  '.webp': 'image/webp',
  '.woff2': 'font/woff2',
}

export interface PageFile {
  /** Absolute. */
  file: string
  contentType: string
  /** The document itself, whose nonce placeholder is to be replaced. */
  isDocument: boolean
}

const decode = (path: string): string | undefined => {
  try {
    return decodeURIComponent(path)
  } catch {
    return undefined
  }
}

/**
 * The file of the page that a path of the address stands for; undefined for everything that is not one. The addresses which the
 * page's router understands (`/`, `/join/<code>`) are the document.
 */
export const findPageFile = (root: string, pathname: string): PageFile | undefined => {
  const path = decode(pathname)
  if (path === undefined || !path.startsWith('/') || path.includes('\0') || path.includes('\\')) return undefined
  if (path.split('/').includes('..')) return undefined
  const isDocument = path === '/' || path === '/index.html' || /^\/join\/[^/]*$/.test(path)
  const file = join(root, isDocument ? 'index.html' : path)
  const contentType = CONTENT_TYPES[extname(file).toLowerCase()]
  return contentType !== undefined && file.startsWith(root + sep) ? { file, contentType, isDocument } : undefined
}
