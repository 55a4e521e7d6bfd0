// A sandbox from up to down, in a process of its own: for tests that make it a special place or a user without root.
// What was seen goes to stdout as JSON.
import { join } from 'node:path'
import { down, exec, up } from '../../src/sandbox/sandbox.ts'
import { ssh } from './support.ts'

const dir = join(process.env['HOME'] ?? '', 'state')
const info = await up({ count: 2, dir })
const again = await up({ count: 2, dir })
const said = {
  notes: again.notes,
  same: JSON.stringify(info) === JSON.stringify(again),
  name: await ssh(dir, 'host2', 'hostname; id -u; cat /etc/hostname'),
  work: await ssh(
    dir,
    'host1',
    `set -e; useradd -m alice; id -un alice; echo x >/etc/nginx.conf; chown alice /etc/nginx.conf; stat -c %U /etc/nginx.conf
    mkdir /usr/local/share/mine; rm /etc/issue; sysctl -qw net.ipv4.ip_forward=1; sysctl -n net.ipv4.ip_forward
    mount -t tmpfs tmpfs /mnt; runuser -u alice -- id -un`,
  ),
  sudo: await ssh(
    dir,
    'host1',
    'command -v sudo >/dev/null || { echo root; exit; }; sudo -n id -un',
    ['-l', 'deploy'],
  ),
  sysctl: await ssh(
    dir,
    'host1',
    'mount -o remount,bind,rw /proc/sys; echo 9 >/proc/sys/kernel/panic',
  ),
  exec: await exec(dir, 'host1', ['id', '-u']),
  down: await down(dir),
}
process.stdout.write(JSON.stringify(said))
