// The table of README.md: written by the bench between two marks, by nobody else.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../test/support/root.ts'

export type Row = { readonly what: string; readonly ratio: number; readonly unit: string }

const FROM = '<!-- results -->\n'
const TO = '<!-- end of results -->'

const shown = (ratio: number): string =>
  ratio >= 100 ? ratio.toFixed(0) : Number(ratio.toPrecision(2)).toString()

/** Puts the results into README.md. */
export const writeTable = (rows: readonly Row[], costs: readonly string[]): void => {
  const path = join(root, 'bench/README.md')
  const text = readFileSync(path, 'utf8')
  const lines = rows.map(({ what, ratio, unit }) => `| ${what} | ${shown(ratio)} ${unit} |`)
  const table = `| what | ratio |\n|---|---|\n${lines.join('\n')}\n\nShares by file, of the engine alone: ${costs.join(' · ')}\n`
  writeFileSync(
    path,
    text.slice(0, text.indexOf(FROM) + FROM.length) + table + text.slice(text.indexOf(TO)),
  )
}
