import t from 'tap'
import { Mistake } from '../../src/base/diagnostic.ts'
import { unknown, UnknownRead } from '../../src/base/unknown.ts'
import { Float } from '../../src/base/value.ts'
import { addressOf, loginOf, type AddressDefaults } from '../../src/work/address.ts'

const address = (vars: Record<string, unknown> = {}, more: Partial<AddressDefaults> = {}) =>
  addressOf('web1', name => vars[name], { home: '/home/me', ...more })

const mistake = (vars: Record<string, unknown>): string => {
  try {
    address(vars)
  } catch (problem) {
    if (problem instanceof Mistake) return `${problem.diagnostic.code}: ${problem.message}`
    throw problem
  }
  return 'none'
}

t.test('a host that says nothing is reached by its name, strictly checked', async t => {
  t.same(address(), {
    via: 'ssh',
    host: 'web1',
    port: 22,
    keyFiles: [],
    checkHostKey: 'strict',
    timeout: 10,
    knownHosts: [
      '/home/me/.ssh/known_hosts',
      '/home/me/.ssh/known_hosts2',
      '/etc/ssh/ssh_known_hosts',
      '/etc/ssh/ssh_known_hosts2',
    ],
  })
})

t.test('variables win over the command line, and ssh names over plain ones', async t => {
  const vars = {
    ansible_host: '10.0.0.1',
    ansible_port: '2222',
    ansible_user: 'admin',
    ansible_ssh_user: 'deploy',
    ansible_password: 1234,
    ansible_ssh_private_key_file: '~/.ssh/deploy',
    ansible_ssh_timeout: new Float(5),
  }
  t.match(address(vars, { user: 'root', port: 22, keyFile: '/k', timeout: 60, password: 'x' }), {
    host: '10.0.0.1',
    port: 2222,
    user: 'deploy',
    password: '1234',
    keyFiles: ['/home/me/.ssh/deploy'],
    timeout: 5,
  })
  t.match(address({ ansible_user: '' }, { user: 'root', keyFile: '~/k', password: 'x' }), {
    user: 'root',
    keyFiles: ['/home/me/k'],
    password: 'x',
  })
})

t.test(
  'connections are known by their short and their long names; others are named as not done yet',
  async t => {
    for (const name of ['ssh', 'smart', 'paramiko', 'ansible.builtin.ssh'])
      t.equal(address({ ansible_connection: name }).via, 'ssh')
    t.equal(address({ ansible_connection: 'local' }).via, 'local')
    t.equal(address({}, { connection: 'local' }).via, 'local')
    t.equal(address({}, { connection: 'openssh' }).via, 'openssh')
    for (const [name, via] of [
      ['community.docker.docker', 'docker'],
      ['containers.podman.podman', 'podman'],
      ['community.general.chroot', 'chroot'],
    ] as const)
      t.equal(address({ ansible_connection: name }).via, via)
    t.match(
      mistake({ ansible_connection: 'winrm' }),
      /connection\/kind: mokplay does not do the connection "winrm"/,
    )
  },
)

t.test('containers are reached by their program, with its own words and user', async t => {
  t.match(
    address({
      ansible_connection: 'docker',
      ansible_host: 'box',
      ansible_user: 'deploy',
      ansible_docker_user: 'app',
      ansible_docker_extra_args: '--context "far away"',
    }),
    { via: 'docker', host: 'box', user: 'app', program: ['docker', '--context', 'far away'] },
  )
  t.match(address({ ansible_connection: 'podman', ansible_podman_executable: '/opt/podman' }), {
    program: ['/opt/podman'],
  })
  const root = address({ ansible_connection: 'chroot', ansible_host: '/srv/root' })
  t.match(root, { via: 'chroot', host: '/srv/root' })
  t.notOk('openssh' in root)
  t.match(
    mistake({ ansible_connection: 'docker', ansible_docker_extra_args: '"' }),
    /connection\/words: ansible_docker_extra_args/,
  )
})

t.test('ssh arguments are understood where they mean something here', async t => {
  const args =
    '-o StrictHostKeyChecking=no -o UserKnownHostsFile="/dev/null ~/kh" -o "GlobalKnownHostsFile /g /g2" -o Port=2200 -l bob -i ~/k1 -o "ConnectTimeout 7" -C -o ControlPersist=60s'
  t.match(address({ ansible_ssh_common_args: args }), {
    checkHostKey: 'off',
    knownHosts: ['/dev/null', '/home/me/kh', '/g', '/g2'],
    port: 2200,
    user: 'bob',
    keyFiles: ['/home/me/k1'],
    timeout: 7,
  })
  const alive = (words: string): unknown => address({ ansible_ssh_common_args: words }).alive
  t.strictSame(alive('-o ServerAliveInterval=3 -o ServerAliveCountMax=2'), {
    seconds: 3,
    missed: 2,
  })
  t.strictSame(alive('-o ServerAliveInterval=60'), { seconds: 60 })
  t.equal(alive('-o ServerAliveInterval=0'), undefined, 'a silent host is always found out')
  const through = (port: number): unknown =>
    address({ ansible_host: 'gate', ansible_port: port, ansible_ssh_common_args: '-J gate:22' })
      .jump
  t.match(through(2222), { host: 'gate', port: 22 }, 'another port may be another host')
  t.equal(through(22), undefined)
  t.equal(
    address({ ansible_ssh_common_args: '-o stricthostkeychecking=accept-new' }).checkHostKey,
    'accept-new',
  )
  t.match(
    address({ ansible_ssh_extra_args: '-p 2200 -qT', ansible_port: 2222 }),
    { port: 2222 },
    'variables come before',
  )
  t.match(
    address({ ansible_ssh_args: '-p2200', ansible_port: 2222 }),
    { port: 2200 },
    'ansible_ssh_args come first',
  )
  t.match(address({}, { sshCommonArgs: '-J bastion' }), { jump: { host: 'bastion' } })
})

t.test('what only OpenSSH can do is done by it', async t => {
  for (const args of [
    '-o KexAlgorithms=+diffie-hellman-group1-sha1',
    '-L 80:a:80',
    '-A',
    '-o CertificateFile=~/c',
    '-o ForwardAgent=yes',
  ])
    t.equal(address({ ansible_ssh_common_args: args }).via, 'openssh', args)
  t.equal(address({ ansible_ssh_common_args: '-o ForwardAgent=no' }).via, 'ssh')
  t.equal(
    address({ ansible_ssh_common_args: '-A', ansible_connection: 'local' }).via,
    'local',
    'and only where ssh is meant',
  )
})

t.test('what would take the connection out of our hands is refused by name', async t => {
  for (const [args, named] of [
    ['-N', '-N'],
    ['-F ~/c', '-F /home/me/c'],
    ['host', 'host'],
    ['-o RemoteCommand=top', '-o RemoteCommand=top'],
    ['-p', '-p without a value'],
  ] as const)
    t.ok(mistake({ ansible_ssh_common_args: args }).includes(named), args)
  t.match(mistake({ ansible_ssh_common_args: '-o "a' }), /closing quote/)
})

t.test('a command leads to a host; one that is no more than a jump is a jump', async t => {
  const by = (command: string, more = '') =>
    address({ ansible_ssh_common_args: `${more} -o ProxyCommand="${command}"` })
  t.match(by('nc %h %p'), { via: 'ssh', proxy: 'nc %h %p', jump: undefined })
  t.match(by('exec ssh -W [%h]:%p a'), { jump: { host: 'a' }, proxy: undefined })
  for (const command of [
    'ssh -W %h:%p a b',
    'ssh a nc %h %p',
    'ssh -F x -W %h:%p a',
    'ssh -o ProxyCommand=x -W %h:%p a',
    'ssh -W %h:%p a; true',
    'ssh -W other:22 a',
  ])
    t.match(by(command), { proxy: command, jump: undefined }, command)
  t.match(by('nc %h %p', '-J a'), { jump: { host: 'a' }, proxy: undefined }, 'the first counts')
  t.match(by('none', '').proxy, undefined)
})

t.test(
  "ssh is called as Ansible would, with the user's configuration asked where it speaks",
  async t => {
    const ssh = { isConfigured: false }
    const vars = {
      ansible_host: '10.0.0.1',
      ansible_port: 2222,
      ansible_user: 'deploy',
      ansible_ssh_private_key_file: '~/my keys/web',
      ansible_ssh_args: '-o ControlMaster=auto',
      ansible_ssh_common_args: '-J "bastion"',
      ansible_ssh_timeout: 5,
    }
    t.same(
      address(vars, { ssh, sshExtraArgs: '-C', port: 22, checkHostKey: 'accept-new' }).openssh,
      {
        // prettier-ignore
        words: [
        '-o', 'ControlMaster=auto', '-o', 'Port=2222', '-o', 'IdentityFile="/home/me/my keys/web"', '-o', 'User=deploy',
        '-o', 'ConnectTimeout=5', '-J', 'bastion', '-C', '-o', 'Port=22', '-o', 'StrictHostKeyChecking=accept-new',
        '10.0.0.1',
      ],
      },
    )
    t.same(address({ ansible_host_key_checking: false }, { ssh }).openssh?.words, [
      '-o',
      'StrictHostKeyChecking=no',
      'web1',
    ])
    t.same(address({}, { ssh: { isConfigured: true, file: '/h/config' } }).openssh, {
      words: ['-F', '/h/config', 'web1'],
      file: '/h/config',
      ask: true,
    })
    t.match(address({ ansible_ssh_common_args: '-F ~/c' }, { ssh }).openssh, {
      file: '/home/me/c',
      ask: true,
    })
  },
)

t.test('a jump host that is in the inventory is entered as its variables say', async t => {
  const login = (host: string) =>
    host === 'bastion'
      ? { host: '10.0.0.9', user: 'jumper', password: 'Amsel', port: 2200 }
      : undefined
  t.match(
    address({ ansible_ssh_common_args: '-J bastion', ansible_password: 'x' }, { login }).jump,
    {
      host: '10.0.0.9',
      user: 'jumper',
      port: 2200,
      password: 'Amsel',
    },
  )
  t.match(address({ ansible_ssh_common_args: '-J me@bastion:22,other' }, { login }).jump, {
    host: 'other',
    password: undefined,
    jump: { host: '10.0.0.9', user: 'me', port: 22, password: 'Amsel' },
  })
  t.same(
    loginOf('bastion', name => ({ ansible_password: 'Amsel', ansible_port: '2200' })[name], '/h'),
    { host: 'bastion', port: 2200, password: 'Amsel' },
  )
})

t.test('jump hosts stand in a row, with the keys of the target and never its password', async t => {
  const { jump } = address({
    ansible_ssh_common_args: '-J one@a:2201,[::1]:2202',
    ansible_password: 'secret',
    ansible_ssh_private_key_file: '/k',
  })
  t.match(jump, {
    host: '::1',
    port: 2202,
    keyFiles: ['/k'],
    jump: { host: 'a', port: 2201, user: 'one' },
  })
  t.notMatch(JSON.stringify(jump), 'secret')
  const command =
    '-o ProxyCommand="ssh -q -i ~/b -o StrictHostKeyChecking=no -W %h:%p -p 2200 admin@bastion"'
  t.match(address({ ansible_ssh_common_args: command }), {
    checkHostKey: 'strict',
    jump: {
      host: 'bastion',
      user: 'admin',
      port: 2200,
      keyFiles: ['/home/me/b'],
      checkHostKey: 'off',
    },
  })
  t.equal(address({ ansible_ssh_common_args: '-o ProxyJump=none -J a' }).jump, undefined)
})

t.test('host keys go unchecked only where someone says so', async t => {
  t.equal(address({ ansible_host_key_checking: false }).checkHostKey, 'off')
  t.equal(address({ ansible_ssh_host_key_checking: 'no' }).checkHostKey, 'off')
  t.equal(
    address({ ansible_host_key_checking: true }, { checkHostKey: 'off' }).checkHostKey,
    'strict',
  )
  t.equal(address({}, { checkHostKey: 'accept-new' }).checkHostKey, 'accept-new')
  t.match(mistake({ ansible_host_key_checking: 'maybe' }), /yes or no/)
})

t.test('nothing passes that a command line could take for something else', async t => {
  for (const vars of [
    { ansible_host: '-oProxyCommand=x' },
    { ansible_host: 'a b' },
    { ansible_host: 'a\nb' },
    { ansible_host: 'a%h' },
    { ansible_user: '-l' },
    { ansible_user: 'a b' },
    { ansible_user: 'a\u0000' },
    { ansible_port: '-1' },
    { ansible_port: '22 x' },
    { ansible_port: 70000 },
    { ansible_host: 'root@a' },
    { ansible_host: '$(id)' },
    { ansible_host: 'a;id' },
    { ansible_host: 'a`id`' },
    { ansible_user: 'a;id' },
    { ansible_user: 'a|id' },
    { ansible_ssh_common_args: '-J -oProxyCommand=x' },
    { ansible_ssh_common_args: '-J "a b"' },
    { ansible_ssh_common_args: '-o User=-x' },
    { ansible_user: ['a'] },
  ])
    t.match(mistake(vars), /^connection\//, JSON.stringify(vars))
  t.equal(address({ ansible_host: 'fe80::1%eth0' }).host, 'fe80::1%eth0')
})

t.test('a setting that only the run can tell makes the address unknown', async t => {
  t.throws(() => address({ ansible_host: unknown('what dig prints') }), UnknownRead)
})

t.test("the user's ssh agent is used, unless an argument names another or none", async t => {
  t.equal(address({}, { agent: '/run/agent' }).agent, '/run/agent')
  t.equal(
    address({ ansible_ssh_common_args: '-o IdentityAgent=~/other' }, { agent: '/run/agent' }).agent,
    '/home/me/other',
  )
  t.equal(
    address({ ansible_ssh_common_args: '-o IdentityAgent=none' }, { agent: '/run/agent' }).agent,
    undefined,
  )
})

const CONFIG = `
# what stands first counts
Host web* !web9
  HostName %h.example.com
  Port 2222
  User deploy
  IdentityFile ~/.ssh/web
  ProxyJump bastion
  RemoteForward 1 a:2
Host bastion
  HostName=bastion.example.com
  User = jumper
  ProxyJump gate
Host *
  User late
  StrictHostKeyChecking accept-new
Match user root
  Port 1
`

t.test('~/.ssh/config counts where nothing else speaks', async t => {
  const sshConfig = { file: '~/.ssh/config', text: CONFIG }
  t.match(address({}, { sshConfig }), {
    host: 'web1.example.com',
    port: 2222,
    user: 'deploy',
    keyFiles: ['/home/me/.ssh/web'],
    checkHostKey: 'accept-new',
    jump: {
      host: 'bastion.example.com',
      user: 'jumper',
      port: 22,
      jump: { host: 'gate', user: 'late' },
    },
  })
  t.match(
    address(
      { ansible_user: 'root', ansible_port: 22, ansible_ssh_common_args: '-o ProxyJump=none' },
      { sshConfig, checkHostKey: 'strict' },
    ),
    {
      host: 'web1.example.com',
      port: 22,
      user: 'root',
      checkHostKey: 'strict',
      jump: undefined,
    },
  )
  t.match(address({ ansible_host: 'web9' }, { sshConfig }), {
    host: 'web9',
    port: 22,
    user: 'late',
    jump: undefined,
  })
  t.match(address({ ansible_host: '10.0.0.1' }, { sshConfig }), { host: '10.0.0.1', user: 'late' })
})

t.test('a jump host for all hosts is none for itself, and jumps in a circle end', async t => {
  const all = { file: 'config', text: 'Host *\n  ProxyJump bastion\n' }
  t.match(address({}, { sshConfig: all }).jump, { host: 'bastion', jump: undefined })
  const circle = {
    file: 'config',
    text: 'Host a\n ProxyJump b\nHost b\n ProxyJump a\nHost web1\n ProxyJump a\n',
  }
  t.throws(() => address({}, { sshConfig: circle }), /one jump too many/)
})
