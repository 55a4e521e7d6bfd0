// What an engine printed, without what two runs cannot share: times, names made by chance, the program's own version and
// places. Hosts end a task in the order of chance, so within a task their lines are sorted.

const APART: readonly (readonly [RegExp, string])[] = [
  [/\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d+/g, 'TIME'],
  [/\b0:00:\d\d\.\d{6}\b/g, 'TIME'],
  [/"(atime|mtime|ctime)": [\d.]+/g, '"$1": TIME'],
  [/"delta": \d+,/g, '"delta": TIME,'],
  [/Paused for [\d.]+ /g, 'Paused for TIME '],
  [/"ansible_job_id": "[^"]*"|jid=\S+/g, 'JOB'],
  [/\r$/gm, ''],
  // Where the real one keeps what it is about to copy. Ours comes from memory.
  [/ "src": "[^"]*\/ansible-tmp-[^"]*",/g, ''],
  [/^\+\+\+ after: \S+$/gm, '+++ after: FILE'],
  // What -v says before the first play.
  [/^ansible-playbook \[core.*\n( {2}.*\n)+/m, ''],
  [/^(No config file found; using defaults|Skipping callback .*)\n/gm, ''],
]

const RESULT = /^(?:ok|changed|skipping|fatal|failed|unknown): \[([^\] ]*)/

/** The text that must be the same. */
export const screenOf = (text: string): string => {
  const told = APART.reduce((left, [from, to]) => left.replace(from, to), text)
  return told
    .split(/^(?=\n)/m)
    .map(byHost)
    .join('')
    .replace(/(^ {4}hosts \(\d+\):\n)((?: {6}\S+\n)+)/gm, (_, head: string, names: string) =>
      [head, ...names.split(/^/m).sort()].join(''),
    )
}

/** A part between blank lines, the results of each host together. */
const byHost = (part: string): string => {
  const results: { host: string; lines: string }[] = [{ host: '', lines: '' }]
  for (const line of part.split(/^/m)) {
    const host = RESULT.exec(line)?.[1]
    if (host !== undefined) results.push({ host, lines: line })
    else if (line.startsWith('included: ')) results.push({ host: '\uffff', lines: line })
    else results.at(-1)!.lines += line
  }
  return results
    .sort((a, b) => (a.host < b.host ? -1 : a.host > b.host ? 1 : 0))
    .map(({ lines }) => lines)
    .join('')
}
