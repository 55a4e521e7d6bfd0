import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t from 'tap'
import { Mistake } from '../../src/base/diagnostic.ts'
import { passwordFrom } from '../../src/cli/password-file.ts'
import { thisShell } from '../../src/cli/shell.ts'

const folder = mkdtempSync(join(tmpdir(), 'mokt-password-'))
t.teardown(() => rmSync(folder, { recursive: true }))

const file = (name: string, text: string, mode = 0o600): string => {
  const path = join(folder, name)
  writeFileSync(path, text)
  chmodSync(path, mode)
  return path
}

const given = (path: string): string => {
  try {
    return passwordFrom(path, '--become-password-file', thisShell())
  } catch (problem) {
    if (problem instanceof Mistake) return problem.message
    throw problem
  }
}

t.test('a password is all that a file holds but the line breaks around it', async t => {
  t.equal(given(file('plain', ' two words \r\n')), ' two words ')
  t.equal(given(file('bare', 'x')), 'x')
})

t.test('a program prints it', async t => {
  t.equal(given(file('program', '#!/bin/sh\necho Kanarienvogel\n', 0o700)), 'Kanarienvogel')
  t.match(
    given(file('broken', '#!/bin/sh\necho no key >&2; exit 3\n', 0o700)),
    /--become-password-file: the program \S+broken ended with code 3: no key/,
  )
})

t.test('no password at all is a mistake', async t => {
  t.match(given(file('empty', '\n')), /gives an empty password/)
  t.match(given(join(folder, 'none')), /the file \S+none cannot be read/)
})
