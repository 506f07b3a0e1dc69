/** A page asks for something that the program decides about. */
export type PermissionQuestion =
  | { kind: 'media'; audio: boolean; video: boolean }
  | { kind: 'display-capture'; audio: boolean; video: boolean }
  | { kind: 'notifications' }

/** Absent: go on. Otherwise the name of the DOMException that the page gets. */
export interface PermissionAnswer {
  id: number
  refusal?: { name: string; message: string }
}

/**
 * Holds a page's request until the main process has answered it, and set Chromium's own permissions accordingly. It runs in every
 * frame before the page's scripts; it is given to pages as source, so it can use nothing but its own body and its arguments.
 */
export function permissionGate(askName: string, answerEvent: string): void {
  const globals = globalThis as unknown as Record<string, unknown>
  const ask = globals[askName] as ((text: string) => void) | undefined
  delete globals[askName]
  if (ask === undefined || typeof MediaDevices === 'undefined') return
  const { parse, stringify } = JSON
  const waits = new Map<number, (answer: PermissionAnswer) => void>()
  let questions = 0

  window.addEventListener(answerEvent, (event) => {
    const answer = parse((event as CustomEvent<string>).detail) as PermissionAnswer
    waits.get(answer.id)?.(answer)
    waits.delete(answer.id)
  })
  const pass = async (question: PermissionQuestion): Promise<void> => {
    const id = ++questions
    const { refusal } = await new Promise<PermissionAnswer>((resolve) => {
      waits.set(id, resolve)
      ask(stringify({ ...question, id }))
    })
    if (refusal !== undefined) throw new DOMException(refusal.message, refusal.name)
  }

  const { getUserMedia, getDisplayMedia } = MediaDevices.prototype
  const { requestPermission } = Notification
  Object.assign(MediaDevices.prototype, {
    async getUserMedia(this: MediaDevices, constraints?: MediaStreamConstraints) {
      const audio = Boolean(constraints?.audio)
      const video = Boolean(constraints?.video)
      if (audio || video) await pass({ kind: 'media', audio, video })
      return await getUserMedia.call(this, constraints)
    },
    async getDisplayMedia(this: MediaDevices, options?: DisplayMediaStreamOptions) {
      await pass({ kind: 'display-capture', audio: Boolean(options?.audio), video: options?.video !== false })
      return await getDisplayMedia.call(this, options)
    },
  })
  Notification.requestPermission = async (callback) => {
    await pass({ kind: 'notifications' }).catch(() => undefined)
    return await requestPermission.call(Notification, callback)
  }
}
