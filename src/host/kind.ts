// What a kind of question is: sh that asks a whole batch at once, and the parser of what it prints.
import type { Answer } from '../model/change.ts'
import type { Facts, Probe } from '../model/module.ts'

export type Kind<A = unknown> = {
  readonly kind: string
  /** Takes long: asked ahead only of hosts that are not being changed, where answers last. */
  readonly slow?: true
  /**
   * sh that asks all of these, in as few processes as it can. May print anything to stdout, in an order that
   * `parse` knows; stderr is dropped. Runs in a subshell of its own.
   */
  script(probes: readonly Probe<A>[], facts: Facts): string
  /** One answer for each question. `text` holds one character a byte; `utf8` decodes a piece of it. */
  parse(text: string, probes: readonly Probe<A>[], facts: Facts): readonly Answer<A>[]
  /** Whether an answer is what was promised; by default all that was promised is there, unknowns fit anything. */
  same?(promised: A, found: A): boolean
  /** Whether an answer got for one question serves another of the same key; by default it does. */
  covers?(had: Probe<A>, answer: A, wanted: Probe<A>): boolean
  /** How people read an answer in a diff: one text, or named values. What the other side has too may be left out. */
  show?(answer: A, beside?: A): string | Readonly<Record<string, string>>
  /** In a dry run, the answer that follows from what is planned for other subjects; undefined where nothing does. */
  derive?(
    probe: Probe<A>,
    planned: (kind: string, id: string) => Answer | undefined,
  ): Answer<A> | undefined
  /** sh that succeeds when the subject is still as this answer says; '' where it cannot tell cheaply. */
  guard?(probe: Probe<A>, answer: A | undefined, facts: Facts): string
}

/** A piece of a reply as text. */
export const utf8 = (piece: string): string => Buffer.from(piece, 'latin1').toString('utf8')

export const known = <A>(value: A): Answer<A> => ({ known: value })
export const absent: Answer<never> = { absent: true }
export const failed = (reason: string): Answer<never> => ({ failed: reason })
