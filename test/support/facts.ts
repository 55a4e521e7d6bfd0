// The facts of the machine that modules are planned for in tests.
import type { Facts } from '../../src/model/module.ts'

export const someFacts: Facts = {
  os: { id: 'rocky', family: 'RedHat', version: '8.5', name: 'Rocky Linux 8.5' },
  packages: 'dnf',
  init: 'systemd',
  kernel: '6.1.0',
  machine: 'x86_64',
  user: 'root',
  uid: 0,
  home: '/root',
  umask: '022',
  flavour: 'gnu',
  name: 'web1',
  controller: { folder: '/playbook', home: '/home/admin' },
}
