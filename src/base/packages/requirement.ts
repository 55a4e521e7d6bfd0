// What people ask pip for: names with conditions, in lists and in files. What is more than that is pip's to judge.
import { meets } from './pep440.ts'

export type Requirement =
  /** A name, and conditions as `>=1.2,<2`; '' for none. */
  | {
      readonly kind: 'named'
      readonly name: string
      readonly conditions: string
      readonly text: string
    }
  /** A URL, a path, extras, markers: pip alone can tell whether it is there. */
  | { readonly kind: 'other'; readonly text: string }

/** The name by which packages are compared: My_Package is my-package. */
export const pythonName = (name: string): string => name.replace(/[-_.]+/g, '-').toLowerCase()

/** One requirement. */
export const requirement = (text: string): Requirement => {
  const found =
    /^([A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?)\s*((?:===|==|!=|<=|>=|<|>|~=).*)?$/.exec(
      text.trim(),
    )
  if (!found || meets('1', found[2] ?? '') === undefined)
    return { kind: 'other', text: text.trim() }
  return {
    kind: 'named',
    name: pythonName(found[1]!),
    conditions: (found[2] ?? '').replace(/\s+/g, ''),
    text: text.trim(),
  }
}

/** Whether what is installed meets it; undefined where only pip can tell. */
export const isMet = (
  of: Requirement,
  packages: Readonly<Record<string, string>>,
): boolean | undefined => {
  if (of.kind === 'other') return undefined
  const version = packages[of.name]
  return version === undefined ? false : meets(version, of.conditions)
}

/** A list that was cut at commas put together again: `django>1`, `<2` is one, and so is `flask[a`, `b]`. */
export const rejoined = (words: readonly string[]): readonly string[] => {
  const whole: string[] = []
  let isOpen = false
  for (const word of words.flatMap(each => each.split(','))) {
    const continues = isOpen || /^\s*(==|!=|<|>|~=)/.test(word)
    if (continues && whole.length > 0) whole[whole.length - 1] += `,${word}`
    else whole.push(word)
    if (word.includes('[')) isOpen = true
    if (word.includes(']')) isOpen = false
  }
  return whole.map(each => each.trim()).filter(each => each !== '')
}

/** The lines of a requirements file, without comments; options are requirements that only pip can judge. */
export const requirementsIn = (text: string): readonly Requirement[] =>
  text
    .replace(/\\\r?\n/g, '')
    .split(/\r?\n/)
    .map(line => line.replace(/(^|\s)#.*$/, '').trim())
    .filter(
      line =>
        line !== '' &&
        !/^(-i|--index-url|--extra-index-url|--no-index|-f|--find-links|--trusted-host|--prefer-binary|--only-binary|--no-binary|--pre)\b/.test(
          line,
        ),
    )
    .map(requirement)
