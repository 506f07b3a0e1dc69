/** What a member needs to go from one epoch to the next, in base64url. */
export interface LoggedCommit {
  readonly epoch: number
  readonly proposals: readonly string[]
  readonly commit: string
}

/** Epochs that somebody may miss and still follow; whoever missed more comes back from outside. */
const EPOCHS = 16
/** characters */
const SIZE = 2 * 1024 * 1024

/** The commits of a group's last epochs: for those whose connection was lost meanwhile. */
export class CommitLog {
  #commits: LoggedCommit[] = []

  add(commit: LoggedCommit): void {
    this.#commits.push(commit)
    while (this.#commits.length > EPOCHS || (this.#commits.length > 1 && this.#size > SIZE)) this.#commits.shift()
  }

  clear(): void {
    this.#commits = []
  }

  /** All that followed this epoch; undefined where some of it is no longer there. */
  since(epoch: number, now: number): readonly LoggedCommit[] | undefined {
    const missed = this.#commits.filter((each) => each.epoch >= epoch)
    return epoch <= now && missed.length === now - epoch ? missed : undefined
  }

  get #size(): number {
    return this.#commits.reduce((sum, { commit, proposals }) => sum + commit.length + proposals.join('').length, 0)
  }
}
