/** The measurement that both ways share: from the click to the first remote frame that the page has decoded and presented. */
export interface Measurement {
  /** Attaches the remote picture; only the first one counts. */
  show(track: MediaStreamTrack): void
  /** ms from the click. */
  readonly result: Promise<number>
}

export const element = <T extends Element>(selector: string): T => {
  const found = document.querySelector<T>(selector)
  if (found === null) throw new Error(`no ${selector}`)
  return found
}

/** Calls `action` with the click on *Join*, and measures from there. */
export const measureFromClick = (action: (measurement: Measurement) => void): Promise<number> => {
  const button = element<HTMLButtonElement>('#join')
  const video = element<HTMLVideoElement>('#remote')
  return new Promise((resolve) => {
    button.addEventListener(
      'click',
      () => {
        const start = performance.now()
        let shown = false
        const result = new Promise<number>((done) => {
          video.requestVideoFrameCallback(() => done(performance.now() - start))
        })
        result.then(resolve)
        action({
          result,
          show(track) {
            if (shown) return
            shown = true
            video.srcObject = new MediaStream([track])
          },
        })
      },
      { once: true },
    )
  })
}
