// Acts that one request cannot hold: a file that travels with a program, a file that comes to the controller, a host
// that answers again. By modules of a playbook's own, on the local connection.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { eventsOf, inFolder, runMokplay } from '../support/run-mokplay.ts'

const HOSTS = 'all: {hosts: {web1: }, vars: {ansible_connection: local}}\n'

const ALONG = `import { arg, deed, defineModule } from 'mokplay/kit'
export default defineModule({
  name: 'along', summary: 'Run a text as a program.', predicts: 'no',
  args: { text: arg.must(arg.text('The program.')), input: arg.text('Its input.') },
  returns: { said: 'What it printed.' },
  reads: () => ({}),
  plan: ({ text, input }) => [deed('along', [{ op: 'run', argv: ['sh', '-c', '"$0" one "two words"; echo "$0"', '%file'],
    file: { name: 'my program.sh', content: text }, ...(input && { stdin: input }) }])],
  result: ({ outputs }) => ({ said: outputs[0]?.out }),
})
`

const BRING = `import { arg, change, defineModule, probe } from 'mokplay/kit'
export default defineModule({
  name: 'bring', summary: 'Bring a file.', predicts: 'full',
  args: { src: arg.must(arg.text('There.')), dest: arg.must(arg.text('Here.')) },
  reads: ({ src, dest }) => ({ there: probe.file(src, { want: 'text' }), here: probe.controller(dest) }),
  plan: ({ src, dest }, { there, here }) => !there || here?.sha256 === there.sha256 ? [] : [
    change(probe.controller(dest), here, { type: 'file', size: there.size, sha256: there.sha256, text: there.text },
      [{ op: 'fetch', path: src, to: dest, size: there.size, sha256: there.sha256 }])],
})
`

const AGAIN = `import { deed, defineModule } from 'mokplay/kit'
export default defineModule({
  name: 'again', summary: 'Lose the shell, and find it again.', predicts: 'no', args: {},
  returns: { said: 'What came back.' },
  reads: () => ({}),
  plan: () => [deed('again', [
    { op: 'run', argv: ['sh', '-c', 'kill -9 $(ps -o ppid= -p "$PPID") "$PPID"; sleep 5'], ok: 'any' },
    { op: 'reconnect', delay: 0, sleep: 1, connect: 5, seconds: 20, test: ['echo', 'here again'] },
    { op: 'run', argv: ['echo', 'and on'] }])],
  result: ({ outputs }) => ({ said: outputs.map(({ out }) => out) }),
})
`

const MODULES = {
  'hosts.yml': HOSTS,
  'modules/along/index.ts': ALONG,
  'modules/bring/index.ts': BRING,
  'modules/again/index.ts': AGAIN,
}

const resultsOf = (ran: Awaited<ReturnType<typeof runMokplay>>) =>
  eventsOf(ran).flatMap(event => (event.type === 'task.end' ? [event.result] : []))

const go = (folder: string, ...more: string[]) => {
  const [site, hosts] = [join(folder, 'site.yml'), join(folder, 'hosts.yml')]
  return runMokplay(folder, ['run', site, '-i', hosts, '--output', 'jsonl', ...more])
}

const play = (tasks: string): string => `- {hosts: all, gather_facts: false, tasks: [${tasks}]}\n`

t.test('a file travels with a program, runs, and is gone afterwards', async t => {
  const site = play(
    String.raw`{along: {text: "#!/bin/sh\ncat\nprintf '%s|' \"$@\"\n", input: "in\n"}}`,
  )
  await inFolder({ ...MODULES, 'site.yml': site }, async folder => {
    const ran = await go(folder)
    t.equal(ran.code, 0, ran.err)
    const said = String(resultsOf(ran)[0]?.vars['said'])
    t.match(said, /^in\none\|two words\|\S+/)
    const path = said.slice(said.lastIndexOf('|') + 1).trim()
    t.match(path, /my program\.sh$/)
    t.notOk(existsSync(path), 'nothing is left of it')
    t.same(
      readdirSync('/tmp').filter(name => name.startsWith('.mokplay.')),
      [],
    )
  })
})

t.test('a file of the host comes to the controller, whole, and only when it differs', async t => {
  const site = play('{bring: {src: "{{ playbook_dir }}/big", dest: "{{ playbook_dir }}/got/big"}}')
  await inFolder({ ...MODULES, 'site.yml': site }, async folder => {
    // More than one piece, with bytes of every kind.
    const big = Buffer.alloc(9 * 2 ** 20 + 17, Buffer.from([0, 10, 30, 255, 128, 13]))
    writeFileSync(join(folder, 'big'), big)
    const dry = await go(folder, '--check')
    t.equal(resultsOf(dry)[0]?.status, 'changed', dry.err)
    t.notOk(existsSync(join(folder, 'got/big')), 'a dry run brings nothing')
    const first = await go(folder)
    t.equal(resultsOf(first)[0]?.status, 'changed', first.err)
    t.ok(readFileSync(join(folder, 'got/big')).equals(big))
    t.same(readdirSync(join(folder, 'got')), ['big'])
    t.equal(resultsOf(await go(folder))[0]?.status, 'ok')
  })
})

t.test('a shell that is lost on purpose is opened anew, and the acts go on', async t => {
  await inFolder({ ...MODULES, 'site.yml': play('{again: {}}') }, async folder => {
    const ran = await go(folder)
    t.equal(ran.code, 0, ran.out)
    const said = resultsOf(ran)[0]?.vars['said'] as string[]
    t.same(said.slice(1), ['here again\n', 'and on\n'])
  })
})
