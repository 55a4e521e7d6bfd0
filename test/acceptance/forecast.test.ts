// A dry run tells the truth: it lists the very changes that the run then makes, and it writes nothing.
import { rmSync } from 'node:fs'
import t from 'tap'
import { lightHosts, noHosts } from '../support/light-hosts.ts'
import { changesOf, folder, runFolder } from '../support/project.ts'

const SITE = `
- hosts: all
  vars:
    dir: /srv/shop
  tasks:
    - name: a user of a new group
      block:
        - group: {name: shop}
        - user: {name: shop, group: shop, system: true, create_home: false, shell: /usr/sbin/nologin}
    - name: folder
      file: {path: "{{ dir }}/conf.d", state: directory, owner: shop, group: shop, mode: "0750"}
    - name: file
      copy:
        content: |
          # {{ inventory_hostname }} runs {{ ansible_facts.distribution }}
          workers = 2
          mode = slow
        dest: "{{ dir }}/shop.conf"
        mode: u=rw,g=r,o=
      notify: tell
    - name: edit what the task before makes
      lineinfile: {path: "{{ dir }}/shop.conf", regexp: ^workers, line: workers = 8}
    - name: edit it again
      replace: {path: "{{ dir }}/shop.conf", regexp: slow, replace: fast}
    - name: and once more
      blockinfile: {path: "{{ dir }}/shop.conf", block: "listen = 80"}
    - name: owner and mode of it
      file: {path: "{{ dir }}/shop.conf", owner: shop, mode: "0600"}
    - name: a link to it
      file: {src: "{{ dir }}/shop.conf", dest: /etc/shop.conf, state: link}
    - name: look at it
      stat: {path: "{{ dir }}/shop.conf"}
      register: conf
    - name: only since it will be there
      copy: {content: "{{ conf.stat.mode }} {{ conf.stat.pw_name }}\\n", dest: "{{ dir }}/seen"}
      when: conf.stat.exists and conf.stat.size > 10
    - name: not since it will be there
      copy: {content: never, dest: "{{ dir }}/never"}
      when: not conf.stat.exists
    - name: a template in a loop
      template: {src: site.j2, dest: "{{ dir }}/conf.d/{{ item.name }}.conf"}
      loop:
        - {name: web, port: 80}
        - {name: api, port: 8080}
    - name: a tree
      copy: {src: www/, dest: "{{ dir }}/www/"}
    - name: a parameter
      sysctl: {name: net.ipv4.ip_forward, value: "1", sysctl_file: /etc/sysctl.d/shop.conf}
    - name: lines of the system's own files
      lineinfile: {path: /etc/hosts, line: "10.0.0.{{ item }} shop{{ item }}"}
      loop: [1, 2]
    - name: gone
      file: {path: /etc/motd, state: absent}
  handlers:
    - name: tell
      copy: {content: "told\\n", dest: /srv/shop/told}
`

const FILES = {
  'site.yml': SITE,
  'templates/site.j2':
    '{% for n in range(2) %}\nlisten {{ item.port + n }}\n{% endfor %}\nname {{ item.name }}\n',
  'files/www/index.html': '<h1>shop</h1>\n',
  'files/www/img/a.txt': 'a\n',
}

/** Everything of a host that a dry run could have touched. */
const SNAPSHOT = `
find /etc /root /home /srv /var/lib/dpkg /usr/local/bin -xdev -printf '%p %y %m %U %G %T@ %s %l\\n' | sort
find /etc /root /home /srv -xdev -type f -exec sha256sum {} + | sort
cat /etc/passwd /etc/group
sysctl -a 2>/dev/null | grep '^net.ipv4' | grep -v -e random -e uuid | sort
ls -la /tmp /run
`

t.setTimeout(150_000)

t.test('on fresh hosts', { skip: noHosts }, async t => {
  const hosts = await lightHosts(t, 2)
  const dir = folder(FILES)
  t.teardown(() => rmSync(dir, { recursive: true }))
  const how = { inventory: hosts.inventory }
  const before = await hosts.shows('host1', SNAPSHOT)
  const planned = await runFolder(dir, { ...how, check: true })
  const after = await hosts.shows('host1', SNAPSHOT)
  t.ok(before.length > 10_000, 'the snapshot sees the host')
  t.equal(after, before, 'a dry run writes nothing')

  const made = await runFolder(dir, how)
  t.match(made.recap['host1'], { failed: 0, unreachable: 0, unknown: 0 })
  t.match(
    planned.recap['host1'],
    { failed: 0, unreachable: 0, unknown: 0 },
    'nothing of this is unknown',
  )
  t.same(
    changesOf(planned.record),
    changesOf(made.record),
    'the run makes the very changes that the dry run told',
  )
  t.ok(made.recap['host1']!.changed >= 14)

  t.equal(await hosts.shows('host2', 'cat /srv/shop/seen'), '0600 shop\n')
})

t.test('check_mode: false acts in a dry run too, and only that', { skip: noHosts }, async t => {
  const hosts = await lightHosts(t, 1)
  const dir = folder({
    'site.yml': `
- hosts: all
  gather_facts: false
  tasks:
    - copy: {content: acts, dest: /srv/acts}
      check_mode: false
    - copy: {content: waits, dest: /srv/waits}
    - command: cat /srv/acts
      check_mode: false
      changed_when: false
      register: told
    - debug: {msg: "{{ told.stdout }}"}
`,
  })
  t.teardown(() => rmSync(dir, { recursive: true }))
  const { record, recap } = await runFolder(dir, { inventory: hosts.inventory, check: true })
  t.match(recap['host1'], { failed: 0, unknown: 0 })
  t.equal(await hosts.shows('host1', 'ls /srv'), 'acts\n')
  t.match(record.plays[0]!.tasks[3]!.results['host1']!.vars, { msg: 'acts' })
})

t.test(
  'what only the run can tell is unknown, and so is what hangs on it',
  { skip: noHosts },
  async t => {
    const hosts = await lightHosts(t, 1)
    const dir = folder({
      'site.yml': `
- hosts: all
  gather_facts: false
  tasks:
    - command: uname -r
      register: kernel
      changed_when: false
    - copy: {content: "{{ kernel.stdout }}", dest: /srv/kernel}
    - copy: {content: x, dest: /srv/new}
      when: kernel.stdout is version('3', '>')
      notify: tell
    - copy: {content: "{{ kernel.stdout | default('none') }}", dest: /srv/default}
  handlers:
    - name: tell
      copy: {content: told, dest: /srv/told}
`,
    })
    t.teardown(() => rmSync(dir, { recursive: true }))
    const { record } = await runFolder(dir, { inventory: hosts.inventory, check: true })
    const statuses = record.plays[0]!.tasks.map(task => task.results['host1']!.status)
    t.same(statuses, ['ok', 'unknown', 'unknown', 'unknown', 'unknown'])
    t.match(record.plays[0]!.tasks[1]!.results['host1']!.reason, /command/)
  },
)
