// ONE table: each keyword of a play, role, block, task or handler: where it may stand, what its value is, how it
// is inherited, and what it does. Parser, engine, docs and tests read this; nobody else lists keywords.

export type Where = 'play' | 'role' | 'block' | 'task' | 'handler'

/** What a value must look like as written. A template stands for any scalar, unless the keyword is `fixed`. */
export type Shape =
  | 'any'
  | 'bool'
  | 'conditions'
  | 'defaults'
  | 'environment'
  | 'files'
  | 'hosts'
  | 'integer'
  | 'loop'
  | 'loop control'
  | 'mapping'
  | 'number'
  | 'percent'
  | 'roles'
  | 'serial'
  | 'tasks'
  | 'text'
  | 'texts'
  | 'vars'

export type Keyword = {
  readonly on: readonly Where[]
  readonly shape: Shape
  readonly about: string
  /** How what stands above counts: the closest wins, all add up, or mappings are merged. Not at all unless said. */
  readonly inherits?: 'closest' | 'add' | 'merge'
  /** Never templated. */
  readonly fixed?: true
  /** Ansible has it, mokplay not yet. */
  readonly later?: true
  /** Accepted, with a word that it does nothing. */
  readonly ignored?: true
  /** May stand beside include_tasks and include_role; the rest goes under their `apply`. */
  readonly onInclude?: true
  /** Values that are done, and values that Ansible has besides. */
  readonly choices?: readonly string[]
  readonly laterChoices?: readonly string[]
}

const TASK = ['task', 'handler'] as const
const BLOCK = ['block', ...TASK] as const
const ROLE = ['role', ...BLOCK] as const
const ALL = ['play', ...ROLE] as const

// prettier-ignore
export const KEYWORDS = {
  action: { on: TASK, shape: 'any', onInclude: true, about: 'The module and its arguments, in the old form.' },
  always: { on: ['block'], shape: 'tasks', about: 'Tasks of a block that run whether it failed or not.' },
  any_errors_fatal: { on: ALL, shape: 'bool', inherits: 'closest', about: 'A failure on one host ends the play for all.' },
  args: { on: TASK, shape: 'any', onInclude: true, about: "More arguments of the module; the module's own win." },
  async: { on: TASK, shape: 'integer', about: 'Run in the background, for so many seconds at most.' },
  become: { on: ALL, shape: 'bool', inherits: 'closest', about: 'Whether to act as another user.' },
  become_exe: { on: ALL, shape: 'text', inherits: 'closest', about: 'The program that changes the user.' },
  become_flags: { on: ALL, shape: 'text', inherits: 'closest', about: 'Flags for the program that changes the user.' },
  become_method: {
    on: ALL, shape: 'text', inherits: 'closest', about: 'How to become another user.',
    choices: ['sudo', 'su', 'doas', 'runuser'],
    laterChoices: ['dzdo', 'enable', 'ksu', 'machinectl', 'pbrun', 'pfexec', 'pmrun', 'runas', 'sesu', 'sudosu'],
  },
  become_user: { on: ALL, shape: 'text', inherits: 'closest', about: 'Whom to become; root unless said.' },
  block: { on: ['block'], shape: 'tasks', about: 'Tasks that share keywords, and are rescued together.' },
  changed_when: { on: TASK, shape: 'conditions', about: 'What makes the task count as changed, instead of its module.' },
  check_mode: { on: ALL, shape: 'bool', inherits: 'closest', about: 'Yes: only say what would change. No: act in a dry run too.' },
  collections: { on: ALL, shape: 'texts', inherits: 'closest', fixed: true, onInclude: true, about: 'Collections to look in; accepted, module names need none here.' },
  connection: {
    on: ALL, shape: 'text', inherits: 'closest', about: 'How to reach the host.',
    choices: ['ssh', 'openssh', 'local', 'docker', 'podman', 'chroot', 'smart', 'paramiko', 'paramiko_ssh'],
    laterChoices: ['jail', 'kubectl', 'libvirt_lxc', 'lxc', 'lxd', 'network_cli', 'netconf', 'httpapi', 'psrp', 'winrm'],
  },
  debugger: { on: ALL, shape: 'text', ignored: true, onInclude: true, about: 'Stop in a debugger when a task fails; accepted, and nothing stops.' },
  delay: { on: TASK, shape: 'number', about: 'Seconds between two tries; 5 unless said.' },
  delegate_facts: { on: ROLE, shape: 'bool', inherits: 'closest', about: 'Facts belong to the host that is delegated to.' },
  delegate_to: { on: ROLE, shape: 'text', inherits: 'closest', about: 'The host that is asked and changed instead.' },
  diff: { on: ALL, shape: 'bool', inherits: 'closest', about: 'Whether differences are shown.' },
  environment: { on: ALL, shape: 'environment', inherits: 'merge', about: 'Environment variables for what runs on the host.' },
  fact_path: { on: ['play'], shape: 'text', about: 'The folder of local facts on the host.' },
  failed_when: { on: TASK, shape: 'conditions', about: 'What makes the task count as failed, instead of its module.' },
  force_handlers: { on: ['play'], shape: 'bool', about: 'Notified handlers run on hosts that failed, too.' },
  gather_facts: { on: ['play'], shape: 'bool', about: 'Whether facts are gathered before the first task.' },
  gather_subset: { on: ['play'], shape: 'texts', about: 'Which facts are gathered.' },
  gather_timeout: { on: ['play'], shape: 'integer', about: 'Seconds for gathering facts; accepted, the questions have limits of their own.' },
  handlers: { on: ['play'], shape: 'tasks', about: 'Tasks that run when they are notified, once, after each section.' },
  hosts: { on: ['play'], shape: 'hosts', about: 'The pattern of hosts that the play is for.' },
  ignore_errors: { on: ALL, shape: 'bool', inherits: 'closest', onInclude: true, about: 'Go on with the host when a task fails.' },
  ignore_unreachable: { on: ALL, shape: 'bool', inherits: 'closest', about: 'Go on with the host when it cannot be reached.' },
  listen: { on: ['handler'], shape: 'texts', fixed: true, onInclude: true, about: 'Other names that notify the handler.' },
  local_action: { on: TASK, shape: 'any', about: 'As `action`, on the controller.' },
  loop: { on: TASK, shape: 'loop', onInclude: true, about: 'A list: the task runs for each `item` of it.' },
  loop_control: { on: TASK, shape: 'loop control', onInclude: true, about: 'How the loop names, labels and paces its items.' },
  max_fail_percentage: { on: ['play'], shape: 'percent', about: 'The play ends when more hosts of a batch than this have failed.' },
  module_defaults: { on: ALL, shape: 'defaults', inherits: 'merge', about: 'Arguments that modules get unless said otherwise.' },
  name: { on: ALL, shape: 'text', onInclude: true, about: 'What people call it; handlers are notified by it.' },
  no_log: { on: ALL, shape: 'bool', inherits: 'closest', onInclude: true, about: 'Nothing of arguments and results is shown.' },
  notify: { on: BLOCK, shape: 'texts', inherits: 'closest', about: 'Handlers to run when the task changed something.' },
  order: {
    on: ['play'], shape: 'text', about: 'The order of the hosts.',
    choices: ['inventory', 'sorted', 'reverse_sorted', 'reverse_inventory', 'shuffle'],
  },
  poll: { on: TASK, shape: 'integer', about: 'Seconds between two looks at a background task.' },
  port: { on: ALL, shape: 'integer', inherits: 'closest', about: 'The port to connect to.' },
  post_tasks: { on: ['play'], shape: 'tasks', about: 'Tasks after `tasks`.' },
  pre_tasks: { on: ['play'], shape: 'tasks', about: 'Tasks before the roles.' },
  register: { on: TASK, shape: 'text', fixed: true, onInclude: true, about: 'The variable that gets the result.' },
  remote_user: { on: ALL, shape: 'text', inherits: 'closest', about: 'The user to log in as.' },
  rescue: { on: ['block'], shape: 'tasks', about: 'Tasks that run when a task of the block fails.' },
  retries: { on: TASK, shape: 'integer', about: 'How often to try again until `until` holds; 3 unless said.' },
  role: { on: ['role'], shape: 'text', about: "The role's name." },
  roles: { on: ['play'], shape: 'roles', about: 'Roles that run before `tasks`.' },
  run_once: { on: ALL, shape: 'bool', inherits: 'closest', onInclude: true, about: 'Run on the first host only; the result is for all.' },
  serial: { on: ['play'], shape: 'serial', about: 'How many hosts the play takes at once.' },
  strategy: {
    on: ['play'], shape: 'text', about: 'Whether hosts wait for each other at each task.',
    choices: ['linear', 'free', 'host_pinned'], laterChoices: ['debug'],
  },
  tags: { on: ALL, shape: 'texts', inherits: 'add', onInclude: true, about: 'Words by which parts of a playbook are chosen.' },
  tasks: { on: ['play'], shape: 'tasks', about: 'What the play does, after the roles.' },
  throttle: { on: ALL, shape: 'integer', inherits: 'closest', about: 'So many hosts at once at most.' },
  timeout: { on: ALL, shape: 'integer', inherits: 'closest', onInclude: true, about: 'Seconds after which the task fails.' },
  until: { on: TASK, shape: 'conditions', about: 'The task is tried again until this holds.' },
  vars: { on: ALL, shape: 'vars', inherits: 'merge', onInclude: true, about: 'Variables.' },
  vars_files: { on: ['play'], shape: 'files', about: 'Files with variables; of a list inside the list, the first that exists.' },
  vars_prompt: { on: ['play'], shape: 'any', about: 'Variables to ask the user for.' },
  when: { on: ROLE, shape: 'conditions', inherits: 'add', onInclude: true, about: 'Skipped unless all of it holds.' },
} as const satisfies Readonly<Record<string, Keyword>>

const TABLE: ReadonlyMap<string, Keyword> = new Map(Object.entries(KEYWORDS))

/** The row of a keyword, by its canonical name. */
export const keywordOf = (name: string): Keyword | undefined => TABLE.get(name)

/** All keywords that may stand at a construct. */
export const keywordsOn = (where: Where): readonly string[] =>
  [...TABLE].filter(([, keyword]) => keyword.on.includes(where)).map(([name]) => name)

/** What older playbooks say, and what it is called now. */
export const RENAMED: ReadonlyMap<string, string> = new Map([
  ['sudo', 'become'],
  ['sudo_user', 'become_user'],
  ['sudo_exe', 'become_exe'],
  ['sudo_flags', 'become_flags'],
  ['su', 'become'],
  ['su_user', 'become_user'],
  ['only_if', 'when'],
  ['always_run', 'check_mode'],
])
