import {
  arg,
  change,
  defineModule,
  editReads,
  editTarget,
  parentOf,
  probe,
  needFolder,
  Refusal,
  sha256,
  textNow,
  toText,
  unknown,
} from '../../src/kit/index.ts'
import type { Change, CommandAnswer, FileAnswer } from '../../src/kit/index.ts'
import { nameIn, wayOf, withName, type Way } from './ways.ts'

const LIVE = probe.sysctl('kernel.hostname')

/** What else tells the name. */
const TOUCHES = [
  'command ["uname","-n"]',
  'command ["getent","hosts",**',
  'facts *',
  'file /etc/machine-info',
  'sysctl kernel.hostname',
]

const checkName = (name: string, { live }: Way): void => {
  if (!/^[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?$/.test(name))
    throw new Refusal('name', 'must be the name of a host: letters, digits, dots and dashes')
  if (live !== 'hostnamectl') return
  if (name.length > 64)
    throw new Refusal(
      'name',
      'cannot be longer than 64 characters on systemd servers, try a shorter name',
    )
  if (/_|\.\./.test(name))
    throw new Refusal(
      'name',
      'must be letters, digits, dots and dashes alone: systemd drops others',
    )
}

/** Addresses lead back to names. */
const namesOf = (answer: CommandAnswer | undefined): readonly string[] =>
  answer?.out.trim().split('\n').at(-1)?.trim().split(/\s+/) ?? []

/** The name of a host, live and over reboots. */
export default defineModule({
  name: 'hostname',
  summary: 'Set the name of the host.',
  args: {
    name: arg.must(arg.text('The name.')),
    use: arg.choice(
      "The way to set it; the host's own unless said.",
      ...(['alpine', 'debian', 'freebsd', 'generic', 'macos', 'macosx', 'darwin'] as const),
      ...(['openbsd', 'openrc', 'redhat', 'sles', 'solaris', 'systemd'] as const),
    ),
  },
  returns: {
    name: 'The name.',
    ansible_facts: 'The facts that hang on it: hostname, nodename, fqdn, domain.',
  },
  needs: 'hostnamectl where systemd runs',
  predicts: 'full',
  notes: ['A name that systemd would change, as one with a blank or a _, is refused.'],
  reads: ({ name, use }, facts) => {
    const { file } = wayOf(use, facts)
    const byName = probe.command(['getent', 'hosts', name], { seconds: 5 })
    return {
      ...editReads(file, false, facts),
      folder: probe.file(parentOf(file)),
      live: LIVE,
      byName,
      byAddress: probe.after(byName, found => {
        const [address] = namesOf(found)
        return found?.rc === 0 && address
          ? probe.command(['getent', 'hosts', address], { seconds: 5 })
          : undefined
      }),
    }
  },
  plan: ({ name, use }, state, facts) => {
    const way = wayOf(use, facts)
    checkName(name, way)
    const target = editTarget(way.file, state, facts)
    const now = textNow(target) ?? ''
    const kept: Change[] = []
    if (nameIn(way, now) !== name && way.live === 'hostnamectl')
      kept.push(byHostnamectl(name, target.path, target.file))
    else if (nameIn(way, now) !== name) {
      needFolder(way.file, state.folder)
      const text = withName(way, now, name)
      kept.push(...toText(target.path, target.file, text, { via: target.via }, facts))
    }
    if (way.live === undefined || state.live === name) return kept
    const argv =
      way.live === 'hostnamectl'
        ? ['hostnamectl', '--transient', 'set-hostname', name]
        : ['hostname', name]
    const run = { op: 'run', argv } as const
    return [...kept, change(LIVE, state.live, name, [run], { touches: TOUCHES })]
  },
  result: ({ args: { name }, before }) => {
    const [, ...names] = namesOf(before.byAddress ?? before.byName)
    const fqdn = names.find(each => each.includes('.')) ?? names[0] ?? name
    return {
      name,
      ansible_facts: {
        ansible_hostname: name.split('.')[0],
        ansible_nodename: name,
        ansible_fqdn: fqdn,
        ansible_domain: fqdn.split('.').slice(1).join('.'),
      },
    }
  },
})

/** systemd writes the file itself; with --pretty it forgets a name that only people were shown. */
const byHostnamectl = (name: string, path: string, file: FileAnswer | undefined): Change => {
  const text = `${name}\n`
  const hidden = unknown('what systemd gives the file') as never
  const after: FileAnswer = {
    type: 'file',
    mode: hidden,
    uid: hidden,
    gid: hidden,
    owner: hidden,
    group: hidden,
    size: Buffer.byteLength(text),
    links: 1,
    inode: hidden,
    sha256: sha256(text),
    text,
  }
  const argv = ['hostnamectl', '--pretty', '--static', 'set-hostname', name]
  return change(probe.file(path, { want: 'text' }), file, after, [{ op: 'run', argv }], {
    touches: TOUCHES,
  })
}
