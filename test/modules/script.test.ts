// Scripts and bare command lines, run on this very machine by the whole program.
import { join } from 'node:path'
import t from 'tap'
import { eventsOf, inFolder, runMokplay } from '../support/run-mokplay.ts'

const HOSTS = 'all: {hosts: {web1: {ansible_connection: local}}}\n'

const resultsOf = async (files: Readonly<Record<string, string>>, tasks: string) =>
  inFolder(
    {
      ...files,
      'hosts.yml': HOSTS,
      'site.yml': `- {hosts: all, gather_facts: false, ignore_errors: true, tasks: [${tasks}]}\n`,
    },
    async folder => {
      const words = ['run', join(folder, 'site.yml'), '-i', join(folder, 'hosts.yml')]
      const ran = await runMokplay(folder, [...words, '--output', 'jsonl'])
      return eventsOf(ran).flatMap(event => (event.type === 'task.end' ? [event.result] : []))
    },
  )

t.test('a script runs by its own first line, by the shell, or by another program', async t => {
  const files = {
    'files/own.sh': '#!/bin/bash\necho "$BASH_VERSION" | grep -c .; printf "%s|" "$@"; pwd\n',
    'files/bare': 'echo "bare $1"; exit 3\n',
    'files/other.txt': 'print $1\n',
  }
  const [own, bare, other, skipped] = await resultsOf(
    files,
    `{script: {cmd: "own.sh 'two words' $((1+1))", chdir: /}},
     {script: "bare $HOME"},
     {script: {cmd: other.txt, executable: "cat"}},
     {script: {cmd: own.sh, creates: /}}`,
  )
  t.match(own, { status: 'changed', vars: { rc: 0, stdout: '1\ntwo words|2|/\n', stderr: '' } })
  t.match(bare, {
    status: 'failed',
    reason: 'non-zero return code',
    vars: { rc: 3, stdout_lines: [`bare ${process.env['HOME'] ?? ''}`] },
  })
  t.match(other, { vars: { stdout: 'print $1\n' } })
  t.match(skipped, { status: 'skipped', vars: { skipped: true, changed: false } })
})

t.test("a bare command line is the shell's own", async t => {
  const [line, bash] = await resultsOf(
    {},
    `{raw: "echo 'a  b' | tr a c; echo err >&2; exit 2"}, {raw: "echo $BASH_VERSION", args: {executable: /bin/bash}}`,
  )
  t.match(line, { status: 'failed', vars: { rc: 2, stdout: 'c  b\n', stderr: 'err\n' } })
  t.match(bash, { status: 'changed', vars: { stdout: /^\d/ } })
})
