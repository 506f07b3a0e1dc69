import type { EventEmitter } from 'node:events'

/** Members that come with Node's EventEmitter. Electron only narrows their types, event by event. */
type EmitterMember = keyof EventEmitter | keyof typeof EventEmitter | 'prototype'

/** Each member of `Part` must be a member of `Real` and fit its type there. */
export type Conforming<Part, Real> = {
  [Name in keyof Part]: Name extends EmitterMember ? unknown : Name extends keyof Real ? Real[Name] : never
}

/**
 * Presents one of the host's objects under Electron's type. It has some of Electron's members: the compiler holds each of them
 * against `electron.d.ts`, and refuses one that Electron does not have. A member that it lacks fails when it is used.
 */
export const conform =
  <Real>() =>
  <Part extends Conforming<Part, Real>>(part: Part): Real =>
    part as unknown as Real
