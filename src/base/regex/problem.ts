// What is wrong with a pattern or with a replacement.

/** A pattern that Python or JavaScript cannot read; the message says why. */
export class RegexProblem extends Error {}
