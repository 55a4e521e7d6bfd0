// Everything that deals with files, on a host that has busybox and nothing else: twice, the second time without a
// change. Names are as hostile as names can be.
import { execFileSync } from 'node:child_process'
import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { inventoryOf } from '../support/fleet.ts'
import { desk, endsIn, recapIn } from '../support/program.ts'
import { noSmallRoot, smallRoot } from '../support/small-root.ts'

t.setTimeout(170_000)

const ODD = `-it's "odd" $x *\\nä`

const SITE = `
- hosts: all
  gather_facts: no
  vars: {odd: "/srv/${ODD.replaceAll('"', '\\"')}"}
  tasks:
    - file: {path: /srv/conf.d, state: directory, mode: "0750", owner: app, group: app}
    - file: {path: /srv/touched, state: touch, mode: "0600", access_time: preserve, modification_time: preserve}
    - file: {src: touched, path: /srv/link, state: link}
    - file: {src: /srv/touched, path: /srv/hard, state: hard}
    - file: {path: "{{ odd }}", state: directory}
    - copy: {content: "a\\nb\\n", dest: /srv/conf.d/10-a.conf, mode: u=rw, owner: app}
    - file: {path: /srv/conf.d, state: directory, recurse: yes, owner: app}
    - copy: {src: bin, dest: "{{ odd }}/bin", backup: yes, owner: app, validate: "test -s %s"}
    - copy: {src: /srv/conf.d/10-a.conf, dest: /srv/conf.d/20-b.conf, remote_src: yes, mode: preserve, owner: app}
    - copy: {src: www, dest: /srv/tree}
    - copy: {src: /srv/tree/, dest: /srv/copied, remote_src: yes}
    - template: {src: t.j2, dest: /srv/t, mode: "0644"}
    - copy: {content: "a\\nb\\n", dest: /srv/edited, force: no}
    - lineinfile: {path: /srv/edited, regexp: ^b, line: c}
    - lineinfile: {path: /srv/made, line: c, create: yes}
    - blockinfile: {path: /srv/edited, block: "x\\ny"}
    - replace: {path: /srv/edited, regexp: a, replace: z}
    - ini_file: {path: /srv/x.ini, section: a, option: b, value: c}
    - get_url: {url: "URL/page", dest: /srv/page, checksum: "sha1:d94ba03c7d9d2ce2e3a3ef3cd87f8a9c4b60fc38"}
    - stat: {path: "{{ odd }}/bin"}
      register: stated
    - find: {paths: /srv, recurse: yes, hidden: yes, file_type: any, get_checksum: yes}
      register: all
    - find: {paths: /srv, recurse: yes, contains: "^[ac]$", size: -1k, age: -1d, follow: yes, patterns: "*.conf,made"}
      register: some
    - find: {paths: /srv, recurse: yes, contains: ".*hello", depth: 1, patterns: t}
      register: one
    - slurp: {src: "{{ odd }}/bin"}
      register: slurped
    - fetch: {src: "{{ odd }}/bin", dest: fetched}
    - assemble: {src: /srv/conf.d, dest: /srv/assembled, delimiter: "# --", regexp: conf$}
    - assemble: {src: www, dest: /srv/local, remote_src: no}
    - file: {path: "/srv/out/{{ item }}", state: directory}
      loop: [tar, gz]
    - unarchive: {src: "app.{{ item }}", dest: "/srv/out/{{ item }}"}
      loop: [tar, gz]
    - unarchive: {src: app.gz, dest: /srv/out, owner: app, mode: "u=rwX,go="}
    - archive: {path: "{{ odd }}", dest: /srv/odd.tgz}
    - archive: {path: /srv/conf.d/10-a.conf, dest: /srv/a.gz}
    - tempfile: {path: /srv, prefix: -p, suffix: " it's\\n", state: directory}
      register: temporary
      changed_when: no
    - stat: {path: "{{ temporary.path }}"}
      register: empty
    - file: {path: "{{ temporary.path }}", state: absent}
      changed_when: no
    - assert:
        that:
          - stated.stat.size == 8 and stated.stat.pw_name == 'app'
          - stated.stat.checksum == 'SHA1'
          - all.matched > 20 and all.skipped_paths == {}
          - odd in all.files | map(attribute='path')
          - all.files | selectattr('path', 'equalto', odd ~ '/bin') | map(attribute='checksum') | first == 'SHA1'
          - some.files | map(attribute='path') | list == ['/srv/conf.d/10-a.conf', '/srv/conf.d/20-b.conf', '/srv/made']
          - one.files | map(attribute='path') | list == ['/srv/t']
          - slurped.content == 'YmluAGFyef8='
          - empty.stat.isdir and empty.stat.mode == '0700'
`

/** What a busybox host needs of devices. */
const devices = (folder: string): string | false => {
  try {
    for (const [name, minor] of [
      ['null', '3'],
      ['zero', '5'],
    ] as const)
      execFileSync('mknod', ['-m', '666', join(folder, 'dev', name), 'c', '1', minor])
    appendFileSync(join(folder, 'dev/null'), '')
    return false
  } catch {
    return 'devices cannot be made here'
  }
}

const web = async (t: Test): Promise<string> => {
  const server = createServer((_, response) => response.end('page\n'))
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  t.teardown(() => server.close())
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

await t.test('busybox and nothing else', { skip: noSmallRoot }, async t => {
  const root = smallRoot()
  const binary = Buffer.from('bin\0ary\xff', 'latin1')
  const sums = execFileSync('sha1sum', { input: binary }).toString().slice(0, 40)
  const site = SITE.replaceAll('SHA1', sums)
    .replace('URL', await web(t))
    .replace(
      'd94ba03c7d9d2ce2e3a3ef3cd87f8a9c4b60fc38',
      execFileSync('sha1sum', { input: 'page\n' }).toString().slice(0, 40),
    )
  const work = desk({ 'site.yml': site, 'templates/t.j2': 'hello {{ inventory_hostname }}\n' })
  t.teardown(() => {
    work.remove()
    root.remove()
  })
  const lacking = devices(root.folder)
  if (lacking) return void t.pass(lacking, { skip: lacking })
  mkdirSync(join(root.folder, 'srv'))
  mkdirSync(join(work.folder, 'files/www/img'), { recursive: true })
  writeFileSync(join(work.folder, 'files/bin'), binary)
  for (const name of ['index.html', "it's $x", 'two\nlines', 'img/a b'])
    writeFileSync(join(work.folder, 'files/www', name), name)
  for (const [name, flag] of [
    ['tar', '-cf'],
    ['gz', '-czf'],
  ] as const)
    execFileSync('tar', [flag, `../app.${name}`, '.'], { cwd: join(work.folder, 'files/www') })
  work.write({
    'hosts.yml': inventoryOf({ box: { ansible_connection: 'chroot', ansible_host: root.folder } }),
  })
  const run = ['run', 'site.yml', '-i', 'hosts.yml', '--output', 'jsonl']
  const dry = await work.run([...run, '--check'])
  t.equal(existsSync(join(root.folder, 'srv/conf.d')), false, 'a dry run leaves nothing behind')
  t.match(dry.err, '')
  const first = await work.run(run)
  t.equal(first.code, 0, String(endsIn(first.out)['box']?.reason))
  t.equal(readFileSync(join(root.folder, 'srv/t'), 'utf8'), 'hello box\n')
  t.equal(readFileSync(join(root.folder, 'srv/out/gz/two\nlines'), 'utf8'), 'two\nlines')
  t.same(
    readFileSync(join(work.folder, 'fetched/box/srv', ODD.replace('\\n', '\n'), 'bin')),
    binary,
  )
  const again = await work.run(run)
  t.equal(again.code, 0, String(endsIn(again.out)['box']?.reason))
  t.match(recapIn(again.out), { box: { changed: 0 } })
})
