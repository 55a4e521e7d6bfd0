// A crontab as lines, and what changes in it, in the very texts that Ansible writes: both can manage one table.
import { Failure, pythonLines } from '../../src/kit/index.ts'

const MARK = '#Ansible: '

/** The text that crontab gets: no empty lines at its end. */
const rendered = (lines: readonly string[]): string => {
  const text = lines.join('\n')
  return text === '' ? '' : `${text.replace(/[\r\n]+$/, '')}\n`
}

/** Names of the jobs in a table. */
export const jobNames = (text: string): string[] =>
  pythonLines(text).flatMap(line => (line.startsWith(MARK) ? [line.slice(MARK.length)] : []))

/** Names of the variables in a table. */
export const envNames = (text: string): string[] =>
  pythonLines(text).flatMap(line => (/^\S+=/.test(line) ? [line.slice(0, line.indexOf('='))] : []))

/** Where a job's line stands: right below its name. */
const placeOf = (lines: readonly string[], name: string): number => {
  for (let at = 0; at + 1 < lines.length; at += 1) {
    if (!lines[at]!.startsWith(MARK)) continue
    if (lines[at] === MARK + name) return at + 1
    at += 1
  }
  return -1
}

/** Every job of this name replaced, or taken out; a name without a job below it goes, too. */
const replaced = (lines: readonly string[], name: string, job: string | undefined): string[] => {
  const kept: string[] = []
  for (let at = 0; at < lines.length; at += 1) {
    if (lines[at] !== MARK + name) kept.push(lines[at]!)
    else {
      if (job !== undefined && at + 1 < lines.length) kept.push(MARK + name, job)
      at += 1
    }
  }
  return kept
}

/** One job as it shall be. */
export const withJob = (text: string, name: string, job: string): string => {
  const lines = [...pythonLines(text)]
  const at = placeOf(lines, name)
  if (at !== -1) return lines[at] === job ? whole(text) : rendered(replaced(lines, name, job))
  // A job that somebody else has written is taken over, and named.
  const theirs = lines.indexOf(job)
  if (theirs !== -1 && !(lines[theirs - 1] ?? '').startsWith(MARK)) {
    lines.splice(theirs, 0, MARK + name)
    return rendered(lines)
  }
  return rendered([...lines, MARK + name, job])
}

/** Without a job. */
export const withoutJob = (text: string, name: string): string => {
  const lines = pythonLines(text)
  return placeOf(lines, name) === -1 ? whole(text) : rendered(replaced(lines, name, undefined))
}

type Beside = { readonly after?: string | undefined; readonly before?: string | undefined }

/** One variable as it shall be; a new one stands above all, or beside another. */
export const withEnv = (text: string, name: string, value: string, beside: Beside): string => {
  const lines = [...pythonLines(text)]
  const line = `${name}="${value}"`
  const at = lines.findIndex(each => each.startsWith(`${name}=`))
  if (at !== -1)
    return lines[at] === line
      ? whole(text)
      : rendered(lines.map(each => (each.startsWith(`${name}=`) ? line : each)))
  const other = beside.after ?? beside.before
  const place = other === undefined ? 0 : lines.findIndex(each => each.startsWith(`${other}=`))
  if (place === -1) throw new Failure(`Variable named '${other}' not found.`)
  lines.splice(beside.after === undefined ? place : place + 1, 0, line)
  return rendered(lines)
}

/** Without a variable. */
export const withoutEnv = (text: string, name: string): string => {
  const lines = pythonLines(text)
  const kept = lines.filter(line => !line.startsWith(`${name}=`))
  return kept.length === lines.length ? whole(text) : rendered(kept)
}

/** Cron passes over a last line that has no end. */
const whole = (text: string): string =>
  text === '' || /[\r\n]$/.test(text) ? text : rendered(pythonLines(text))
