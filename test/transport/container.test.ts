// Shells inside: another root, and containers by a double of their program that does the same. Where podman can run
// containers, the real one, too.
import { execFileSync, spawnSync } from 'node:child_process'
import { chmodSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import type { Address } from '../../src/model/inventory.ts'
import { noSmallRoot, smallRoot, type SmallRoot } from '../support/small-root.ts'
import { conforms } from './conformance.ts'
import { LOCAL, newTransport, text } from './setup.ts'

t.setTimeout(170_000)

const rootFor = (t: Test): SmallRoot => {
  const root = smallRoot()
  t.teardown(() => root.remove())
  return root
}

const program = (root: SmallRoot, name: string, script: string): string => {
  const file = join(root.folder, name)
  writeFileSync(file, `#!/bin/sh\n${script}\n`)
  chmodSync(file, 0o755)
  return file
}

/** Devices, processes and this folder for temporary things inside, for as long as somebody is in there. */
const INSIDE = 'for d in dev proc tmp; do mount --rbind "/$d" "$0/$d"; done; exec chroot'

const said = async (address: Address, script: string): Promise<string> => {
  const transport = newTransport()
  try {
    return text((await (await transport.open(address)).send(script)).out).trim()
  } finally {
    await transport.close()
  }
}

await t.test('another root', { skip: noSmallRoot }, async t => {
  const root = rootFor(t)
  const plain: Address = { ...LOCAL, via: 'chroot', host: root.folder }

  await t.test('is entered by chroot, and nothing else is needed', async t => {
    t.equal(
      await said(plain, 'cat /etc/group | wc -l; ls /'),
      '2\nbin\ndev\netc\nlib\nlib64\nproc\nroot\ntmp\nusr',
    )
  })

  await t.test('that is not there, or has no sh, is told apart', async t => {
    const away = { ...plain, host: '/no/such/root' }
    await t.rejects(said(away, ':'), {
      kind: 'unreachable',
      message:
        'the folder /no/such/root cannot become the root: it is not there, or you are not root',
    })
    const empty = { ...plain, host: join(root.folder, 'etc') }
    await t.rejects(said(empty, ':'), {
      message: `there is no sh below ${root.folder}/etc, and mokplay needs one`,
    })
    await t.rejects(said({ ...plain, program: ['no-such-chroot'] }, ':'), {
      message: /^there is no program no-such-chroot on this machine/,
    })
  })

  const enter = program(root, 'enter', `exec unshare --mount sh -c '${INSIDE} "$0" "$@"' "$@"`)
  await conforms(t, { address: { ...plain, program: [enter] } })
})

/** exec -i [-u USER] NAME, as docker and podman have it; there is one container. */
const DOUBLE = (root: SmallRoot): string => `
[ "$1" = --far ] && shift
[ "$1 $2" = 'exec -i' ] || exit 125; shift 2
user=root; [ "$1" = -u ] && { user=$2; shift 2; }
case $user in root) id=0:0 ;; app) id=1000:1000 ;;
*) echo "Error: unable to find user $user: no matching entries in passwd file" >&2; exit 126 ;; esac
name=$1; shift
case $name in
box) exec unshare --mount sh -c 'id=$1; shift; ${INSIDE} --userspec="$id" "$0" "$@"' ${root.folder} $id "$@" ;;
asleep) echo "Error: can only create exec sessions on running containers: container state improper" >&2; exit 255 ;;
*) echo "Error: no container with name or ID \\"$name\\" found: no such container" >&2; exit 125 ;;
esac`

await t.test('a container', { skip: noSmallRoot }, async t => {
  const root = rootFor(t)
  const double = program(root, 'double', DOUBLE(root))
  const box: Address = { ...LOCAL, via: 'podman', host: 'box', program: [double] }

  await t.test('is entered as its own user, or as the one that is named', async t => {
    t.equal(await said(box, 'id -u'), '0')
    t.equal(await said({ ...box, user: 'app' }, 'id -u'), '1000')
    t.equal(await said({ ...box, via: 'docker', program: [double, '--far'] }, 'id -u'), '0')
  })

  await t.test('that cannot be entered is told apart', async t => {
    await t.rejects(said({ ...box, host: 'bax' }, ':'), {
      kind: 'unreachable',
      message: 'there is no container bax: podman ps --all shows those that are',
    })
    await t.rejects(said({ ...box, host: 'asleep' }, ':'), {
      message: 'the container asleep does not run: start it with podman start asleep',
    })
    await t.rejects(said({ ...box, user: 'bob' }, ':'), {
      message: 'there is no user bob in the container box',
    })
    await t.rejects(
      said({ ...LOCAL, via: 'podman', host: 'box', program: ['no-such-podman'] }, ':'),
      {
        message: /^there is no program no-such-podman on this machine/,
      },
    )
  })

  await conforms(t, { address: box })
})

/** podman with its things in a folder of its own, on whatever control groups this machine has. */
const PODMAN = (root: SmallRoot): string => `
own='--root ${root.folder}/podman --runroot ${root.folder}/podman-run --storage-driver=vfs --cgroup-manager=cgroupfs'
exec unshare --mount sh -c '
mount -t cgroup2 none /sys/fs/cgroup 2>/dev/null || { umount -R /sys/fs/cgroup && mount -t cgroup2 none /sys/fs/cgroup; }
exec podman '"$own"' "$@"' sh "$@"`

await t.test('a container of podman', { skip: noSmallRoot }, async t => {
  const [image, root] = [rootFor(t), rootFor(t)]
  const podman = program(root, 'run-podman', PODMAN(root))
  const run = (...words: string[]): string => {
    const { status, stdout, stderr } = spawnSync(podman, words, { encoding: 'utf8' })
    if (status !== 0) throw new Error(stderr)
    return stdout
  }
  const tar = join(root.folder, 'image.tar')
  execFileSync('tar', ['-C', image.folder, '-cf', tar, '.'])
  try {
    run('import', tar, 'mokt')
    // prettier-ignore
    run(
      'run', '-d', '--name', 'box', '--cgroups=disabled', '--network=none', '--ulimit', 'nofile=1024:1024', '--ulimit',
      'nproc=4096:4096', 'mokt', 'sleep', '100000',
    )
  } catch (error) {
    return t.pass('no container can be run here', { skip: (error as Error).message.trim() })
  }
  t.teardown(() => void run('rm', '-f', '-t', '0', 'box'))
  const box: Address = { ...LOCAL, via: 'podman', host: 'box', program: [podman] }
  t.equal(await said(box, 'id -u'), '0')
  t.equal(await said({ ...box, user: 'app' }, 'id -u'), '1000')
  await t.rejects(said({ ...box, user: 'bob' }, ':'), {
    message: 'there is no user bob in the container box',
  })
  await t.rejects(said({ ...box, host: 'bax' }, ':'), { message: /^there is no container bax: / })
  run('create', '--name', 'asleep', '--cgroups=disabled', '--network=none', 'mokt', 'sleep', '1')
  await t.rejects(said({ ...box, host: 'asleep' }, ':'), {
    message: /^the container asleep does not run/,
  })
})
