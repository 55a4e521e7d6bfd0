// The page that YAML is written on, after libyaml's emitter: it knows the column, and whether the line holds only
// indent and indicators yet; from these follow blanks, line breaks and folds.
import { escaped } from './yaml-scalar.ts'

export type ScalarStyle = 'plain' | 'single' | 'double'

const QUOTES: Readonly<Record<ScalarStyle, string>> = { plain: '', single: "'", double: '"' }

export class Page {
  readonly #parts: string[] = []
  readonly #width: number
  #column = 0
  #isIndent = true
  #isBlank = true

  constructor(width: number) {
    this.#width = width
  }

  text(): string {
    return `${this.#parts.join('')}\n`
  }

  /** The line holds nothing but blanks and indicators such as "- ". */
  get isIndent(): boolean {
    return this.#isIndent
  }

  get isFull(): boolean {
    return this.#column > this.#width
  }

  /** A sign that begins a part: "-", "?", an anchor. The start of a line may hold several of them. */
  indicator(text: string, stillIndent = false): void {
    this.#gap()
    this.#put(text)
    this.#isBlank = false
    this.#isIndent &&= stillIndent
  }

  /** A bracket that opens: nothing parts it from what it holds. */
  opening(text: string): void {
    this.indicator(text)
    this.#isBlank = true
  }

  /** A sign right behind a part: ":", ",", a bracket that closes. */
  closing(text: string): void {
    this.#put(text)
    this.#isBlank = this.#isIndent = false
  }

  newLine(indent: number): void {
    if (!this.#isIndent || this.#column > indent || (this.#column === indent && !this.#isBlank))
      this.#break()
    this.#put(' '.repeat(Math.max(0, indent - this.#column)))
    this.#isBlank = this.#isIndent = true
  }

  /** A text in its quotes; lines that it is folded to stand at the indent. */
  scalar(text: string, style: ScalarStyle, indent: number, mayFold: boolean): void {
    this.#gap()
    this.#put(QUOTES[style])
    if (style === 'double') this.#double(text, indent, mayFold)
    else this.#words(text, indent, mayFold, style === 'single')
    this.#put(QUOTES[style])
    this.#isBlank = this.#isIndent = false
  }

  /** Plain and single-quoted text; one newline is written as two, as a lone one would be read as a blank. */
  #words(text: string, indent: number, mayFold: boolean, isQuoted: boolean): void {
    const letters = [...text]
    let afterSpace = false
    let afterBreak = false
    for (const [index, letter] of letters.entries()) {
      if (letter === ' ') {
        const isInside = !isQuoted || (index > 0 && index < letters.length - 1)
        const folds =
          mayFold && !afterSpace && this.isFull && isInside && letters[index + 1] !== ' '
        if (folds) this.newLine(indent)
        else this.#put(' ')
        afterSpace = true
      } else if (letter === '\n') {
        if (!afterBreak) this.#break()
        this.#break()
        this.#isIndent = true
        afterBreak = true
      } else {
        if (afterBreak) this.newLine(indent)
        this.#put(isQuoted && letter === "'" ? "''" : letter)
        this.#isIndent = afterSpace = afterBreak = false
      }
    }
    if (afterBreak) this.newLine(indent)
  }

  #double(text: string, indent: number, mayFold: boolean): void {
    const letters = [...text]
    let afterSpace = false
    for (const [index, letter] of letters.entries()) {
      if (letter !== ' ') {
        this.#put(escaped(letter))
        this.#isIndent = afterSpace = false
        continue
      }
      const isInside = index > 0 && index < letters.length - 1
      if (mayFold && !afterSpace && this.isFull && isInside) {
        this.newLine(indent)
        if (letters[index + 1] === ' ') this.#put('\\')
      } else this.#put(' ')
      afterSpace = true
    }
  }

  #gap(): void {
    if (!this.#isBlank) this.#put(' ')
  }

  #put(text: string): void {
    this.#parts.push(text)
    this.#column += text.length === 1 ? 1 : [...text].length
  }

  #break(): void {
    this.#parts.push('\n')
    this.#column = 0
  }
}
