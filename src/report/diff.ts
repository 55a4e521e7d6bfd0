// A change as lines of text: a title, and below it what differs. Says nothing about hosts or tasks.
import type { Diff } from '../model/change.ts'
import { harmless, oneLine } from './harmless.ts'
import type { Ink, Theme } from './theme.ts'

const ACTIONS = {
  create: { sign: '+', ink: 'add' },
  change: { sign: '~', ink: 'changed' },
  remove: { sign: '-', ink: 'remove' },
  run: { sign: '!', ink: 'changed' },
} as const satisfies Record<Diff['action'], { sign: string; ink: Ink }>

const inkOf = (line: string): Ink | undefined => {
  if (line.startsWith('@@')) return 'hunk'
  if (line.startsWith('+')) return 'add'
  if (line.startsWith('-')) return 'remove'
  if (line.startsWith('\\')) return 'dim'
  return undefined
}

/** `~ file /etc/sysctl.conf` */
export const diffTitle = ({ action, subject }: Diff, theme: Theme): string =>
  theme.paint(ACTIONS[action].ink, `${ACTIONS[action].sign} ${oneLine(subject)}`)

const bodyLines = (diff: Diff, theme: Theme): string[] =>
  diff.lines.flatMap(line =>
    harmless(line)
      .split('\n')
      .map(part => {
        const ink = diff.kind === 'text' ? inkOf(part) : undefined
        return ink ? theme.paint(ink, part) : part
      }),
  )

/** Title and lines of a change, indented. */
export const diffLines = (diff: Diff, theme: Theme, indent = '  '): string[] => [
  indent + diffTitle(diff, theme),
  ...bodyLines(diff, theme).map(line => `${indent}    ${line}`.trimEnd()),
]
