// Colours, signs and the width of a report. Pure: what the terminal can do is asked once, by
// `themeFor`.
import type { Status } from '../model/event.ts'
import type { Out } from './out.ts'

const INKS = {
  ok: '32',
  changed: '33',
  skipped: '36',
  failed: '31',
  unreachable: '1;31',
  unknown: '35',
  warning: '35',
  add: '32',
  remove: '31',
  hunk: '36',
  dim: '2',
  bold: '1',
} as const

export type Ink = keyof typeof INKS

/** One sign for each status; they differ without colours too. */
export const signs: Readonly<Record<Status, string>> = {
  ok: '✓',
  changed: '~',
  skipped: '-',
  failed: '✗',
  unreachable: '✗',
  unknown: '?',
}

export type Theme = {
  readonly color: boolean
  /** Columns that may be used. */
  readonly width: number
  paint(ink: Ink, text: string): string
}

/** A theme; each line is painted apart, so that cut output leaves no colour behind. */
export const theme = ({ color, width }: { color: boolean; width: number }): Theme => ({
  color,
  width,
  paint: (ink, text) =>
    color && text !== ''
      ? text.replace(/[^\n]+/g, line => `\u001b[${INKS[ink]}m${line}\u001b[0m`)
      : text,
})

/** Whether a stream wants colours: NO_COLOR wins over FORCE_COLOR, both over what the stream is. */
export const wantsColor = (out: Out): boolean => {
  if ((out.env('NO_COLOR') ?? '') !== '') return false
  const forced = out.env('FORCE_COLOR')
  if (forced !== undefined) return forced !== '0' && forced !== 'false'
  return out.isTTY && out.env('TERM') !== 'dumb'
}

/** The theme that suits a stream. */
export const themeFor = (out: Out): Theme =>
  theme({ color: wantsColor(out), width: Math.max(20, out.columns() || 80) })
