export interface Range {
  from: number
  to: number
}

/** Which numbers of 1, 2, 3… were there, whatever the order they came in; it holds no more than the gaps. */
export class Continuity {
  /** The highest that was there. */
  #last = 0
  readonly #gaps: Range[] = []

  get last(): number {
    return this.#last
  }

  take(number: number): void {
    if (number > this.#last) {
      if (number > this.#last + 1) this.#gaps.push({ from: this.#last + 1, to: number - 1 })
      this.#last = number
      return
    }
    const at = this.#gaps.findIndex(({ from, to }) => from <= number && number <= to)
    const gap = this.#gaps[at]
    if (gap === undefined) return
    const left = [
      { from: gap.from, to: number - 1 },
      { from: number + 1, to: gap.to },
    ]
    this.#gaps.splice(at, 1, ...left.filter(({ from, to }) => from <= to))
  }

  isMissing(number: number): boolean {
    return number > this.#last || this.#gaps.some(({ from, to }) => from <= number && number <= to)
  }

  /** Those up to `end` that were not there. */
  missing(end: number): Range[] {
    return end > this.#last ? [...this.#gaps, { from: this.#last + 1, to: end }] : [...this.#gaps]
  }
}
