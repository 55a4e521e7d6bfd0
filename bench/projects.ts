// The projects that are measured, written as files: what people's playbooks hold, in even parts.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** A playbook and its inventory on the disk. */
export type Project = { readonly playbook: string; readonly inventory: string }

const put = (path: string, text: string): string => {
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, text)
  return path
}

/** The live value of a kernel parameter that nobody can change: that task is converged everywhere. */
const ostype = (): string => readFileSync('/proc/sys/kernel/ostype', 'utf8').trim()

/** Ten tasks of ten sorts. */
const tenTasks = (n: number): string => `
    - name: the folder of service ${n}
      file: { path: '{{ root }}/service-${n}', state: directory, mode: '0755' }
    - name: its message
      copy: { content: "service ${n} at {{ site }}\\n", dest: '{{ root }}/service-${n}/motd', mode: '0644' }
    - name: its configuration
      template: { src: service.conf.j2, dest: '{{ root }}/service-${n}/service.conf', mode: '0644' }
      vars: { number: ${n} }
    - name: its line in the profile
      lineinfile: { path: '{{ root }}/profile', line: 'export SERVICE_${n}={{ site }}', create: true }
    - name: whether it is locked
      stat: { path: '{{ root }}/service-${n}/lock' }
      register: lock_${n}
    - name: unlock it
      command: rm {{ root }}/service-${n}/lock
      when: lock_${n}.stat.exists
    - name: its kernel
      sysctl: { name: kernel.ostype, value: ${ostype()}, sysctl_file: '{{ root }}/service-${n}/sysctl.conf' }
    - name: its database
      command: touch {{ root }}/service-${n}/database
      args: { creates: '{{ root }}/service-${n}/database' }
    - name: its address
      set_fact: { address_${n}: '{{ site }}.{{ zone | upper }}:{{ ports[${n} % 3] }}' }
    - name: its parts
      copy: { content: "{{ item }} of {{ address_${n} }}\\n", dest: '{{ root }}/service-${n}/{{ item }}' }
      loop: [web, worker, queue]
      when: zone is defined and ports | length > 2
`

/** A play of `tasks` tasks for hosts that have variables of their own; `line` is the rest of a host's line. */
export const mixedPlay = (
  folder: string,
  root: string,
  tasks: number,
  hosts: number,
  line: (index: number) => string,
): Project => {
  put(join(folder, 'templates/service.conf.j2'), SERVICE)
  const parts = Array.from({ length: Math.ceil(tasks / 10) }, (_, index) => tenTasks(index))
  const play = `- hosts: all
  gather_facts: false
  vars: { root: ${root}, zone: north, ports: [80, 443, '{{ base_port + 1 }}'], base_port: 8000 }
  tasks:${parts.join('')}`
  const lines = Array.from({ length: hosts }, (_, index) => `host${index} ${line(index)}`)
  const group = ['[all:vars]', 'site=lyon', 'gather=no', '']
  return {
    playbook: put(join(folder, `mixed-${tasks}.yml`), play),
    inventory: put(join(folder, `hosts-${hosts}`), [...lines, ...group].join('\n')),
  }
}

const SERVICE = `# {{ site }}
[service]
number = {{ number }}
zone = {{ zone | default('none') }}
{% for port in ports %}
listen = 0.0.0.0:{{ port }}
{% endfor %}
{% if zone == 'north' %}
cold = true
{% endif %}
`

/** A tree of `files` task files with `tasks` tasks together, all imported by one playbook. */
export const bigTree = (folder: string, files: number, tasks: number): Project => {
  const each = Math.round(tasks / files)
  for (let file = 0; file < files; file++) {
    const texts = Array.from({ length: each }, (_, task) => treeTask(file * each + task))
    put(join(folder, `tasks/part-${file}.yml`), texts.join(''))
  }
  put(join(folder, 'templates/service.conf.j2'), SERVICE)
  const imports = Array.from(
    { length: files },
    (_, file) => `    - import_tasks: tasks/part-${file}.yml\n`,
  )
  const head =
    '- hosts: all\n  vars: { root: /srv, zone: north, site: lyon, ports: [80] }\n  tasks:\n'
  return {
    playbook: put(join(folder, 'site.yml'), head + imports.join('')),
    inventory: put(join(folder, 'hosts'), 'web1\n'),
  }
}

const treeTask = (n: number): string =>
  [
    `- name: folder ${n}\n  file: { path: '{{ root }}/${n}', state: directory, mode: '0755' }\n`,
    `- name: text ${n}\n  copy: { content: "{{ site }} ${n}\\n", dest: '{{ root }}/${n}/motd' }\n  when: zone == 'north'\n`,
    `- name: look ${n}\n  stat: { path: '{{ root }}/${n}' }\n  register: found_${n}\n`,
    `- name: run ${n}\n  command: touch {{ root }}/${n}/x\n  args: { creates: '{{ root }}/${n}/x' }\n  tags: [run]\n`,
    `- name: line ${n}\n  lineinfile: { path: /etc/profile, line: 'export N_{{ item }}=${n}' }\n  loop: [a, b]\n`,
  ][n % 5]!

/** An inventory of `count` hosts in YAML, with groups and variables. */
export const bigInventory = (folder: string, count: number): string => {
  const hosts = Array.from(
    { length: count },
    (_, index) =>
      `    web${index}: { ansible_host: 10.${index >> 16}.${(index >> 8) & 255}.${index & 255}, rack: ${index % 40} }\n`,
  )
  const members = Array.from({ length: 40 }, (_, rack) => {
    const mine = Array.from(
      { length: count / 40 },
      (__, index) => `        web${index * 40 + rack}:\n`,
    )
    return `    rack${rack}:\n      vars: { power: feed-${rack % 2} }\n      hosts:\n${mine.join('')}`
  })
  return put(
    join(folder, 'fleet.yml'),
    `all:\n  hosts:\n${hosts.join('')}  children:\n${members.join('')}`,
  )
}
