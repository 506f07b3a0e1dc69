import type { Found, Look } from './found.ts'

/** Of Electron's features of the graphics processor, those that pictures of people go through. */
const FEATURES = ['gpu_compositing', 'video_decode', 'video_encode', 'rasterization'] as const

const nameOf = (feature: string): string => feature.replaceAll(/_([a-z])/g, (_, letter: string) => letter.toUpperCase())

/** Whether the graphics processor draws. Without it meetings cost far more of the computer. */
export const lookAtGraphics =
  (status: () => Partial<Record<(typeof FEATURES)[number], string>>): Look =>
  (): Found => {
    const known = status()
    const facts = Object.fromEntries(FEATURES.map((feature) => [nameOf(feature), known[feature] ?? 'unknown']))
    return { finding: known.gpu_compositing?.startsWith('enabled') === true ? 'graphicsFine' : 'graphicsSoftware', facts }
  }
