/** Acts that want a second factor given a short while ago, where the organisation uses second factors at all. */
export const STEP_UP_ACTIONS = ['endSession', 'administer'] as const
export type StepUpAction = (typeof STEP_UP_ACTIONS)[number]
