// Any user of a host can make a link with anything in it. What is answered of other paths stays theirs.
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t from 'tap'
import { probe } from '../../src/kit/index.ts'
import { sha256 } from '../../src/base/value.ts'
import { someFacts } from '../support/facts.ts'
import { askHere, shells } from '../support/shell.ts'

const folder = mkdtempSync(join(tmpdir(), 'mokt-links-'))
t.teardown(() => rmSync(folder, { recursive: true }))

const at = (name: string): string => join(folder, name)
const LIES = `x\n${'0'.repeat(64)}  -\n81a4 0 0 9 1 1:1 root:root\n\nB\nT 0 4\n`
writeFileSync(at('web'), 'listen 80\n')
symlinkSync(LIES, at('dangling'))
const NAME = `real\n${'1'.repeat(64)}`
writeFileSync(at(NAME), 'real\n')
symlinkSync(NAME, at('alive'))

const paths = ['dangling', 'web', 'alive', 'absent'].map(at)

for (const shell of shells)
  for (const flavour of ['gnu', 'busybox'])
    t.test(
      `links with newlines shift nobody's answers: ${shell.join(' ')}, ${flavour}`,
      async t => {
        const facts = { ...someFacts, flavour }
        for (const want of ['attrs', 'digest', 'text'] as const) {
          const [dangling, web, alive, absent] = askHere(
            paths.map(path => probe.file(path, { want })),
            shell,
            facts,
          )
          t.match(dangling, { known: { type: 'link', target: LIES } })
          t.match(web, {
            known: {
              type: 'file',
              size: 10,
              owner: 'root',
              ...(want !== 'attrs' && { sha256: sha256('listen 80\n') }),
              ...(want === 'text' && { text: 'listen 80\n' }),
            },
          })
          t.match(alive, {
            known: {
              target: NAME,
              real: { path: at(NAME), ...(want !== 'attrs' && { sha256: sha256('real\n') }) },
            },
          })
          t.same(absent, { absent: true })
        }
        const [dangling, web, alive] = askHere(
          paths.map(path => probe.stat(path, { sha256: true })),
          shell,
          facts,
        )
        t.match(dangling, { known: { target: LIES } })
        t.match(web, {
          known: { self: { size: 10, owner: 'root' }, digests: { sha256: sha256('listen 80\n') } },
        })
        t.match(alive, { known: { target: NAME, realPath: at(NAME) } })
      },
    )
