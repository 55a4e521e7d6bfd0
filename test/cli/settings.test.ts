// Settings: where they are looked for, who wins, what their values become, and what is said of wrong ones.
import { chmodSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { files } from '../../src/cli/edges/node.ts'
import { loadSettings } from '../../src/cli/settings/load.ts'
import { keyOf, ownVariables, SETTINGS } from '../../src/cli/settings/table.ts'
import { inFolder } from '../support/run-mokplay.ts'

type Texts = Readonly<Record<string, string>>

/** The settings of a folder with these files and this environment. */
const settingsOf = <T>(
  content: Texts,
  env: Texts,
  look: (settings: ReturnType<typeof loadSettings>, folder: string) => T,
  playbook?: string,
): Promise<T> =>
  inFolder(content, folder =>
    Promise.resolve(
      look(
        loadSettings({
          files,
          cwd: folder,
          home: join(folder, 'home'),
          playbook,
          env: { get: name => env[name], all: () => env },
        }),
        folder,
      ),
    ),
  )

t.test('keys and variables lead to one setting each', async t => {
  const rows = [...SETTINGS].map(([name, row]) => ({
    isIdle: row.idle === true,
    words: [keyOf(name, row), ...row.ini, ...row.env, ...ownVariables(name, row)],
  }))
  const all = rows.flatMap(({ words }) => words)
  t.same(
    rows
      .flatMap(({ isIdle, words }) => (isIdle ? [] : words))
      .filter(word => all.indexOf(word) !== all.lastIndexOf(word)),
    [],
  )
  t.same(
    [...SETTINGS].filter(([, { about }]) => about.trim() === ''),
    [],
    'each says what it does, or why it does nothing',
  )
})

t.test('mokplay wins over Ansible, variables over files, files over defaults', async t => {
  const content = {
    'ansible.cfg': '[defaults]\nforks = 1\ntimeout = 1\nremote_port = 1\nverbosity = 1\n',
    'mokplay.config.yml': 'forks: 3\ntimeout: 3\n',
  }
  const env = {
    ANSIBLE_FORKS: '2',
    ANSIBLE_TIMEOUT: '2',
    ANSIBLE_REMOTE_PORT: '2',
    MOKPLAY_FORKS: '4',
  }
  await settingsOf(content, env, ({ get, said, found }) => {
    t.equal(get('DEFAULT_FORKS'), 4)
    t.equal(get('DEFAULT_TIMEOUT'), 3)
    t.equal(get('DEFAULT_REMOTE_PORT'), 2)
    t.equal(get('DEFAULT_VERBOSITY'), 1)
    t.equal(get('DEFAULT_BECOME_METHOD'), 'sudo')
    t.equal(said('DEFAULT_BECOME_METHOD'), undefined)
    t.equal(found.get('DEFAULT_FORKS')?.origin, 'MOKPLAY_FORKS')
    t.equal(found.get('DEFAULT_TIMEOUT')?.origin, 'mokplay.config.yml:2:10')
    t.equal(found.get('DEFAULT_REMOTE_PORT')?.origin, 'ANSIBLE_REMOTE_PORT')
    t.equal(found.get('DEFAULT_VERBOSITY')?.origin, 'ansible.cfg:5:13')
    t.equal(found.get('DEFAULT_BECOME_METHOD')?.origin, 'default')
  })
})

t.test('ansible.cfg is looked for as Ansible does', async t => {
  const cfg = (forks: number): string => `[defaults]\nforks = ${forks}\n`
  const here = {
    'ansible.cfg': cfg(1),
    'home/.ansible.cfg': cfg(2),
    'other/ansible.cfg': cfg(3),
    'named.cfg': cfg(4),
  }
  const forks = (content: Texts, env: Texts = {}) =>
    settingsOf(content, env, ({ get }) => get('DEFAULT_FORKS'))
  t.equal(await forks(here), 1)
  t.equal(await forks({ ...here, 'ansible.cfg': '' }), undefined, 'an empty one counts')
  t.equal(await forks({ 'home/.ansible.cfg': cfg(2) }), 2)
  t.equal(await forks(here, { ANSIBLE_CONFIG: 'other' }), 3, 'a folder')
  t.equal(await forks(here, { ANSIBLE_CONFIG: 'named.cfg' }), 4)
  t.equal(await forks(here, { ANSIBLE_CONFIG: 'nowhere' }), 1, 'what is not there does not count')
})

t.test('a file in a folder that is open to all does not count, and this is said', async t => {
  await inFolder(
    { 'ansible.cfg': '[defaults]\nforks=1\n', 'mokplay.config.yml': 'timeout: 1' },
    async folder => {
      chmodSync(folder, 0o777)
      const load = (variables: Texts) =>
        loadSettings({
          files,
          cwd: folder,
          home: '/nowhere',
          env: { get: name => variables[name], all: () => variables },
        })
      const { get, diagnostics } = load({})
      t.equal(get('DEFAULT_FORKS'), undefined)
      t.equal(get('DEFAULT_TIMEOUT'), 10)
      t.same(
        diagnostics.map(({ code, severity }) => `${severity} ${code}`),
        ['warning config/open-folder', 'warning config/open-folder'],
      )
      t.equal(
        load({ ANSIBLE_CONFIG: join(folder, 'ansible.cfg') }).get('DEFAULT_FORKS'),
        1,
        'but if it is named',
      )
    },
  )
})

t.test('mokplay.config.yml lies beside the playbook, or else here', async t => {
  const content = { 'mokplay.config.yml': 'forks: 1', 'plays/mokplay.config.yml': 'forks: 2' }
  const forks = (playbook?: string, env: Texts = {}) =>
    settingsOf(content, env, ({ get }) => get('DEFAULT_FORKS'), playbook)
  t.equal(await forks(), 1)
  t.equal(await forks('site.yml'), 1)
  t.equal(await forks('plays/site.yml'), 2)
  t.equal(await forks('plays/site.yml', { MOKPLAY_CONFIG: 'mokplay.config.yml' }), 1)
})

t.test('values become what Ansible makes of them', async t => {
  const cfg = [
    '[defaults]',
    'roles_path = roles:~/mine:/abs:{{CWD}}/x:$BASE/y',
    'inventory = a,b/c , ~/d',
    'host_key_checking = Off',
    'remote_user = "quoted"',
    'private_key_file = keys/id',
    'gather_subset = network, !all ,min',
    'VAULT_ID_MATCH: yes',
    'stdout_callback = ',
    '[ssh_connection]',
    'ssh_args = -C -o A=b ; a comment',
    '# another',
    'ssh_extra_args = -v',
    '  -4',
  ]
  await settingsOf(
    { 'sub/ansible.cfg': cfg.join('\n') },
    { ANSIBLE_CONFIG: 'sub/ansible.cfg', BASE: '/base' },
    ({ get, diagnostics }, folder) => {
      t.same(diagnostics, [])
      const home = join(folder, 'home')
      t.same(get('DEFAULT_ROLES_PATH'), [
        `${folder}/sub/roles`,
        `${home}/mine`,
        '/abs',
        `${folder}/x`,
        '/base/y',
      ])
      t.same(get('DEFAULT_HOST_LIST'), [`${folder}/sub/a`, `${folder}/sub/b/c`, `${home}/d`])
      t.equal(get('HOST_KEY_CHECKING'), false)
      t.equal(get('DEFAULT_REMOTE_USER'), 'quoted')
      t.equal(get('DEFAULT_PRIVATE_KEY_FILE'), `${folder}/sub/keys/id`)
      t.same(get('DEFAULT_GATHER_SUBSET'), ['network', '!all', 'min'])
      t.equal(get('DEFAULT_VAULT_ID_MATCH'), true, 'keys are of any case')
      t.equal(get('SSH_ARGS'), '-C -o A=b')
      t.equal(get('SSH_EXTRA_ARGS'), '-v\n-4', 'lines that go on')
    },
  )
})

t.test(
  'paths in variables are taken from the working folder, lists in YAML may be lists',
  async t => {
    const content = { 'p/mokplay.config.yml': 'roles_path: [a, ../b]\ntags: x, y\nbecome: true\n' }
    await settingsOf(
      content,
      { ANSIBLE_LIBRARY: 'lib:/abs' },
      ({ get }, folder) => {
        t.same(get('DEFAULT_ROLES_PATH'), [`${folder}/p/a`, `${folder}/b`])
        t.same(get('TAGS_RUN'), ['x', 'y'])
        t.equal(get('DEFAULT_BECOME'), true)
        t.same(get('DEFAULT_MODULE_PATH'), [`${folder}/lib`, '/abs'])
      },
      'p/site.yml',
    )
  },
)

t.test('what is wrong is said with its place, and is as if it were not said', async t => {
  const content = {
    'ansible.cfg':
      '[defaults]\nforks = many\nno_log = perhaps\ngathering = impicit\nnonsense = 1\nalone\n',
    'mokplay.config.yml': 'frks: 3\ncowpath: /cow\ntimeout: [1]\nroles_path: {a: 1}\n',
  }
  await settingsOf(content, { ANSIBLE_TIMEOUT: 'soon' }, ({ get, diagnostics }) => {
    t.equal(get('DEFAULT_FORKS'), undefined)
    t.same(
      diagnostics
        .map(({ severity, code, message, hint }) =>
          [severity, code, message, ...(hint === undefined ? [] : [hint])].join(' | '),
        )
        .sort(),
      [
        'error | config/line | "alone" must be a setting, as key = value',
        'error | config/unknown | "frks" is no setting | did you mean "forks"?',
        'error | config/value | "forks" must be a whole number, not "many"',
        'error | config/value | "gathering" must be one of implicit, explicit, smart, not "impicit" | did you mean "implicit"?',
        'error | config/value | "no_log" must be yes or no, not "perhaps"',
        'error | config/value | "roles_path" must be a list of texts',
        'error | config/value | "timeout" must be a whole number, not a list',
        'error | config/value | the environment variable ANSIBLE_TIMEOUT must be a whole number, not "soon"',
        'warning | config/idle | "cowpath" has no effect here: there are no cows',
      ].sort(),
    )
  })
})
