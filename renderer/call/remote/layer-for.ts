/** Lines of the camera's simulcast layers, smallest first. */
const LAYER_LINES = [180, 360, 720] as const
/** A picture may be blown up this much before the next layer is worth its bits. */
const TOLERANCE = 1.25
/** Beyond this, more pixels are not seen on a moving face. */
const MAXIMUM_PIXEL_RATIO = 2

export interface WantedLayers {
  spatialLayer: number
  temporalLayer: number
}

/** The simulcast layers that a picture of this size on screen (CSS px) deserves. Data saver: small pictures, fewer frames. */
export const layerFor = (width: number, height: number, devicePixelRatio: number, dataSaver: boolean): WantedLayers => {
  if (dataSaver) return { spatialLayer: 0, temporalLayer: 1 }
  const ratio = Math.min(Math.max(devicePixelRatio, 1), MAXIMUM_PIXEL_RATIO)
  // Cameras are 16:9; a tile of another shape is covered, so the longer need counts.
  const lines = Math.max(height, (width * 9) / 16) * ratio
  const layer = LAYER_LINES.findIndex((available) => lines <= available * TOLERANCE)
  return { spatialLayer: layer === -1 ? LAYER_LINES.length - 1 : layer, temporalLayer: 2 }
}
