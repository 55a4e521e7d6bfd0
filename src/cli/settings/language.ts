// Settings of what playbooks mean: defaults of keywords, and where roles and modules lie.
import type { Setting } from './model.ts'

// prettier-ignore
export const LANGUAGE = {
  DEFAULT_ROLES_PATH: { kind: 'pathspec', default: ['~/.ansible/roles', '/usr/share/ansible/roles', '/etc/ansible/roles'], ini: ['defaults.roles_path'], env: ['ANSIBLE_ROLES_PATH'], about: 'Where roles lie that are not beside the playbook.' },
  COLLECTIONS_PATHS: { kind: 'pathspec', default: ['~/.ansible/collections', '/usr/share/ansible/collections'], ini: ['defaults.collections_paths', 'defaults.collections_path'], env: ['ANSIBLE_COLLECTIONS_PATHS', 'ANSIBLE_COLLECTIONS_PATH'], about: 'Where collections lie; their roles are used.' },
  DEFAULT_MODULE_PATH: { kind: 'pathspec', default: [], ini: ['defaults.library'], env: ['ANSIBLE_LIBRARY'], about: 'Where modules in TypeScript lie, besides modules/ next to the playbook.' },
  DEFAULT_GATHERING: { kind: 'text', default: 'implicit', choices: ['implicit', 'explicit', 'smart'], ini: ['defaults.gathering'], env: ['ANSIBLE_GATHERING'], about: 'Whether plays that do not say gather facts.' },
  DEFAULT_GATHER_SUBSET: { kind: 'list', ini: ['defaults.gather_subset'], env: ['ANSIBLE_GATHER_SUBSET'], about: 'Which facts plays gather.' },
  DEFAULT_FACT_PATH: { kind: 'text', ini: ['defaults.fact_path'], env: ['ANSIBLE_FACT_PATH'], about: 'The folder of local facts on hosts.' },
  INJECT_FACTS_AS_VARS: { kind: 'boolean', default: true, ini: ['defaults.inject_facts_as_vars'], env: ['ANSIBLE_INJECT_FACT_VARS'], about: 'Whether facts are variables of their own, too.' },
  DEFAULT_HASH_BEHAVIOUR: { kind: 'text', default: 'replace', choices: ['replace', 'merge'], ini: ['defaults.hash_behaviour'], env: ['ANSIBLE_HASH_BEHAVIOUR'], about: 'Whether mappings of the same name are merged.' },
  DEFAULT_PRIVATE_ROLE_VARS: { kind: 'boolean', default: false, ini: ['defaults.private_role_vars'], env: ['ANSIBLE_PRIVATE_ROLE_VARS'], about: 'Whether variables of a role are unseen outside of it.' },
  DEFAULT_JINJA2_NATIVE: { kind: 'boolean', default: false, ini: ['defaults.jinja2_native'], env: ['ANSIBLE_JINJA2_NATIVE'], about: 'Whether templates keep the types of their values.' },
  ANY_ERRORS_FATAL: { kind: 'boolean', default: false, ini: ['defaults.any_errors_fatal'], env: ['ANSIBLE_ANY_ERRORS_FATAL'], about: 'A failure on one host ends the play for all.' },
  DEFAULT_FORCE_HANDLERS: { kind: 'boolean', default: false, ini: ['defaults.force_handlers'], env: ['ANSIBLE_FORCE_HANDLERS'], about: 'Notified handlers run on hosts that failed, too.' },
  DEFAULT_STRATEGY: { kind: 'text', default: 'linear', ini: ['defaults.strategy'], env: ['ANSIBLE_STRATEGY'], about: 'Whether hosts wait for each other at each task.' },
  DEFAULT_NO_LOG: { kind: 'boolean', default: false, ini: ['defaults.no_log'], env: ['ANSIBLE_NO_LOG'], about: 'Nothing of arguments and results is shown.' },
  TASK_TIMEOUT: { kind: 'integer', default: 0, ini: ['defaults.task_timeout'], env: ['ANSIBLE_TASK_TIMEOUT'], about: 'Seconds after which a task fails; 0 for never.' },
  DEFAULT_POLL_INTERVAL: { kind: 'integer', default: 15, ini: ['defaults.poll_interval'], env: ['ANSIBLE_POLL_INTERVAL'], about: 'Seconds between two looks at a background task.' },
  DEFAULT_MANAGED_STR: { kind: 'text', default: 'Ansible managed', ini: ['defaults.ansible_managed'], env: [], about: 'The value of ansible_managed in templates.' },
  DEFAULT_MODULE_NAME: { kind: 'text', default: 'command', ini: ['defaults.module_name'], env: [], about: 'The module of mokplay exec when no -m is given.' },
  DEFAULT_MODULE_ARGS: { kind: 'text', ini: ['defaults.module_args'], env: ['ANSIBLE_MODULE_ARGS'], about: 'The arguments of mokplay exec when no -a is given.' },
  TAGS_RUN: { kind: 'list', default: [], ini: ['tags.run'], env: ['ANSIBLE_RUN_TAGS'], key: 'tags', about: 'Only tasks with these tags.' },
  TAGS_SKIP: { kind: 'list', default: [], ini: ['tags.skip'], env: ['ANSIBLE_SKIP_TAGS'], key: 'skip_tags', about: 'No tasks with these tags.' },
  DEFAULT_FORKS: { kind: 'integer', ini: ['defaults.forks'], env: ['ANSIBLE_FORKS'], about: 'Hosts at work at once; 25 for each processor unless said.' },
  PLAYBOOK_DIR: { kind: 'path', ini: ['defaults.playbook_dir'], env: ['ANSIBLE_PLAYBOOK_DIR'], about: 'Where group_vars and host_vars lie for commands without a playbook.' },
} as const satisfies Readonly<Record<string, Setting>>
