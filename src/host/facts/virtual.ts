// Facts of what the host runs on: a container, a machine's guest, or the machine that has guests. The signs are those
// that Ansible looks for, in its order: the first that is found names the type.
import { dmi, DMI_FILES } from './hardware.ts'
import type { Collector, Gathered } from './gathered.ts'

type Sign = { readonly type: string; readonly role: 'guest' | 'host' }

const CGROUPS: readonly (readonly [RegExp, string])[] = [
  [/\/docker(\/|-[0-9a-f]+\.scope)/m, 'docker'],
  [/\/lxc\/|\/machine\.slice\/machine-lxc/m, 'lxc'],
  [/\/system\.slice\/containerd\.service/m, 'containerd'],
]

/** Fields of the firmware's description, their values and what those mean. */
const FIRMWARE: readonly (readonly [field: string, values: readonly string[], type: string])[] = [
  ['product_name', ['KVM', 'KVM Server', 'Bochs', 'AHV'], 'kvm'],
  ['sys_vendor', ['oVirt'], 'oVirt'],
  ['product_family', ['RHV'], 'RHV'],
  ['product_name', ['RHEV Hypervisor'], 'RHEV'],
  ['product_name', ['VMware Virtual Platform', 'VMware7,1'], 'VMware'],
  ['product_name', ['OpenStack Compute', 'OpenStack Nova'], 'openstack'],
  ['bios_vendor', ['Xen'], 'xen'],
  ['bios_vendor', ['innotek GmbH'], 'virtualbox'],
  ['bios_vendor', ['Amazon EC2', 'DigitalOcean', 'Hetzner'], 'kvm'],
  ['sys_vendor', ['QEMU', 'Amazon EC2', 'DigitalOcean', 'Google', 'Scaleway', 'Nutanix'], 'kvm'],
  ['sys_vendor', ['KubeVirt'], 'KubeVirt'],
  ['sys_vendor', ['Microsoft Corporation'], 'VirtualPC'],
  ['sys_vendor', ['Parallels Software International Inc.'], 'parallels'],
  ['sys_vendor', ['OpenStack Foundation'], 'openstack'],
]

const containerSigns = (of: Gathered): string[] => {
  const cgroups = of.lines('/proc/1/cgroup').join('\n')
  const environment = of.section('init_env').split('\0')
  const manager = of.text('/run/systemd/container')
  return [
    ...CGROUPS.flatMap(([pattern, type]) => (pattern.test(cgroups) ? [type] : [])),
    ...environment.flatMap(pair =>
      /container=lxc/.test(pair) ? ['lxc'] : /container=podman/.test(pair) ? ['podman'] : [],
    ),
    ...(environment.some(pair => /^container=./.test(pair)) ? ['container'] : []),
    ...(manager === undefined ? [] : [manager]),
    ...(of.has('/.dockerenv') || of.has('/.dockerinit') ? ['docker'] : []),
  ]
}

const machineSigns = (of: Gathered): Sign[] => {
  const cpu = of.lines('/proc/cpuinfo').join('\n')
  const modules = new Set(of.lines('/proc/modules').map(line => line.split(' ')[0]))
  const guest = (type: string): Sign => ({ type, role: 'guest' })
  const host = (type: string): Sign => ({ type, role: 'host' })
  const when = (condition: boolean, sign: Sign): Sign[] => (condition ? [sign] : [])
  return [
    ...when(
      of.has('/proc/vz') && !of.has('/proc/lve'),
      of.has('/proc/bc') ? host('openvz') : guest('openvz'),
    ),
    ...when(
      of.has('/proc/xen'),
      of.text('/proc/xen/capabilities')?.includes('control_d') ? host('xen') : guest('xen'),
    ),
    ...FIRMWARE.flatMap(([field, values, type]) =>
      when(values.includes(dmi(of, field) ?? ''), guest(type)),
    ),
    ...when(/^model name.*QEMU Virtual CPU/m.test(cpu), guest('kvm')),
    ...when(/^vendor_id.*User Mode Linux|^model name.*UML/m.test(cpu), guest('uml')),
    ...when(/^machine.*CHRP IBM pSeries .emulated by qemu./m.test(cpu), guest('kvm')),
    ...when(/^vendor_id.*PowerVM Lx86/m.test(cpu), guest('powervm_lx86')),
    ...when(modules.has('kvm'), host('kvm')),
    ...when(modules.has('vboxdrv'), host('virtualbox')),
    ...when(modules.has('virtio'), guest('kvm')),
    ...when(of.has('/dev/kvm'), host('kvm')),
  ]
}

export const virtual: Collector = {
  files: [
    '/proc/1/cgroup',
    '/run/systemd/container',
    '/proc/xen/capabilities',
    '/proc/cpuinfo',
    '/proc/modules',
    DMI_FILES,
  ],
  paths: [
    '/.dockerenv',
    '/.dockerinit',
    '/proc/vz',
    '/proc/lve',
    '/proc/bc',
    '/proc/xen',
    '/dev/kvm',
  ],
  scripts: { init_env: 'if [ -r /proc/1/environ ]; then cat /proc/1/environ; fi' },
  facts: of => {
    const containers = containerSigns(of)
    const signs: Sign[] = [
      ...containers.map(type => ({ type, role: 'guest' as const })),
      ...machineSigns(of),
    ]
    const techs = (role: Sign['role'], more: readonly string[]): string[] => [
      ...new Set([...signs.filter(sign => sign.role === role).map(({ type }) => type), ...more]),
    ]
    return {
      virtualization_type: signs[0]?.type ?? 'NA',
      virtualization_role: signs[0]?.role ?? 'NA',
      virtualization_tech_guest: techs('guest', containers.length > 0 ? ['container'] : []),
      virtualization_tech_host: techs('host', []),
    }
  },
}
