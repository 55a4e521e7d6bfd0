// Six roles as they are written in public, on booted hosts of both families: dry run, run, run again; whether what they set
// up answers; and one variable of each changed. test/roles/README.md tells of the roles.
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t from 'tap'
import { changesOf, documentOf, foretold } from '../acceptance/document.ts'
import { attempt } from '../../src/sandbox/booted/tools.ts'
import { bootedHosts, noBooted } from '../support/booted.ts'
import { root } from '../support/root.ts'
import { runMokplay, type Ran } from '../support/run-mokplay.ts'

const ROLES = join(root, 'test/roles')
const IMAGES = { deb: 'deb-repository', el: 'rpm-repository' } as const

/** What follows from test/roles/changed.yml. */
const CHANGED = [
  'chrony : Write its configuration.',
  'chrony : restart chrony',
  'docker : Configure Docker daemon options.',
  'docker : restart docker',
  'hardening : Create sshd_config and set permissions to root/600',
  'hardening : restart sshd',
  'nginx : Copy nginx configuration in place.',
  'nginx : reload nginx',
  'postgresql : Configure global settings.',
  'postgresql : Restart the server for what only a start takes up.',
  'postgresql : restart postgresql',
]

t.jobs = 2
for (const [image, repository] of Object.entries(IMAGES) as ['deb' | 'el', string][])
  void t.test(`roles on a host of the image ${image}`, { skip: noBooted(image) }, async t => {
    const folder = mkdtempSync(join(tmpdir(), 'mokplay-roles-'))
    t.teardown(() => rmSync(folder, { recursive: true, force: true }))
    const key = join(folder, 'alice')
    execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', 'alice', '-f', key])
    const { inventory, hosts, shows } = await bootedHosts(t, { count: 1, image })
    await shows('h1', `systemctl start ${repository}`)

    const given = { ansible_user: 'deploy', alice_key: readFileSync(`${key}.pub`, 'utf8').trim() }
    const mokplay = (playbook: string, ...more: string[]) =>
      runMokplay(root, [
        ...['run', join(ROLES, playbook), '-i', inventory, '--output', 'json'],
        ...['-e', JSON.stringify(given), ...more],
      ])
    const ended = (ran: Ran, ...statuses: string[]) =>
      changesOf(documentOf(ran)).filter(({ status }) => statuses.includes(status))
    const fine = (ran: Ran, what: string) => {
      t.same(ended(ran, 'failed', 'unreachable'), [], `${what}: nothing fails`)
      t.equal(ran.code, 0, `${what}: ${ran.err}`)
    }

    const dry = await mokplay('site.yml', '--check')
    const real = await mokplay('site.yml')
    const again = await mokplay('site.yml')
    fine(dry, 'the dry run')
    fine(real, 'the run')
    fine(again, 'the run again')
    t.same(ended(again, 'changed'), [], 'the second run changes nothing')

    const done = changesOf(documentOf(real))
    const otherwise = changesOf(documentOf(dry)).flatMap(each => {
      if (each.status === 'unknown') return [`unknown: ${each.task}\n`]
      const same = done.find(({ task }) => task === each.task)
      return same && foretold(each, same) ? [] : [`otherwise: ${each.task}\n`]
    })
    const list = join(ROLES, `dry-run/${image}.txt`)
    if (process.env['UPDATE'] === '1') writeFileSync(list, otherwise.join(''))
    t.equal(otherwise.join(''), readFileSync(list, 'utf8'), 'what the dry run could not foretell')

    fine(await mokplay('verify.yml'), 'what was set up answers')
    const { address, port, knownHosts } = hosts[0]!
    const login = await attempt([
      ...['ssh', '-i', key, '-p', String(port), '-o', `UserKnownHostsFile=${knownHosts}`],
      ...[
        '-o',
        'IdentitiesOnly=yes',
        '-o',
        'BatchMode=yes',
        `alice@${address}`,
        'id -un; bash -lc umask',
      ],
    ])
    t.match(login.out, /^alice\n0027\n/, `alice can log in: ${login.err}`)
    t.match(login.err, /This system belongs to example\.test/, 'and is shown the banner')

    const changed = await mokplay('site.yml', '-e', `@${join(ROLES, 'changed.yml')}`)
    fine(changed, 'the run after a change')
    t.same([...new Set(ended(changed, 'changed').map(({ task }) => task))].sort(), CHANGED)
    const now = ['-e', 'postgresql_expected=150']
    fine(await mokplay('verify.yml', ...now), 'what was changed answers')
  })
