import type { Event } from 'electron'

/** The first argument of Electron's events: can be prevented, and tells afterwards whether it was. Getters of `details` stay live. */
export const createEvent = <Details extends object>(details: Details): Event<Details> => {
  const event = {
    defaultPrevented: false,
    preventDefault: () => {
      event.defaultPrevented = true
    },
  }
  return Object.defineProperties(event, Object.getOwnPropertyDescriptors(details)) as Event<Details>
}
