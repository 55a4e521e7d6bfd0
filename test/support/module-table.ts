// A table of modules with arguments and nothing behind them: enough to read playbooks by.
import type { AnyModule, ArgsSpec, ModuleTable } from '../../src/model/module.ts'

// prettier-ignore
const ROWS: Readonly<Record<string, { args: string; freeForm?: string }>> = {
  add_host: { args: 'name hostname host groups group groupname' },
  apt: { args: 'name pkg state update_cache cache_valid_time purge autoremove install_recommends default_release deb' },
  assert: { args: 'that msg fail_msg success_msg quiet' },
  blockinfile: { args: 'path block marker insertafter insertbefore create state mode owner group backup validate' },
  command: { args: 'cmd argv chdir creates removes stdin stdin_add_newline strip_empty_ends free_form', freeForm: 'cmd' },
  copy: { args: 'src dest content mode owner group backup force remote_src validate directory_mode follow' },
  debug: { args: 'msg var verbosity' },
  dnf: { args: 'name state enablerepo disablerepo update_cache' },
  fail: { args: 'msg' },
  file: { args: 'path dest name state mode owner group src recurse force follow' },
  get_url: { args: 'url dest mode owner group checksum force timeout' },
  group: { args: 'name state gid system' },
  group_by: { args: 'key parents' },
  include_role: { args: 'name role tasks_from vars_from defaults_from handlers_from apply public allow_duplicates rolespec_validate' },
  include_tasks: { args: 'file apply', freeForm: 'file' },
  include_vars: { args: 'file dir name depth files_matching ignore_files extensions', freeForm: 'file' },
  lineinfile: { args: 'path dest line regexp state create mode owner group backup validate insertafter insertbefore backrefs' },
  meta: { args: 'free_form', freeForm: 'free_form' },
  package: { args: 'name state update_cache' },
  package_facts: { args: 'manager' },
  pause: { args: 'prompt seconds minutes echo' },
  ping: { args: 'data' },
  script: { args: 'cmd chdir creates removes executable', freeForm: 'cmd' },
  service: { args: 'name state enabled' },
  service_facts: { args: '' },
  set_fact: { args: '' },
  setup: { args: 'gather_subset filter gather_timeout fact_path' },
  shell: { args: 'cmd chdir creates removes executable stdin', freeForm: 'cmd' },
  stat: { args: 'path follow get_checksum' },
  sysctl: { args: 'name value state reload sysctl_file sysctl_set' },
  systemd: { args: 'name state enabled daemon_reload masked' },
  template: { args: 'src dest mode owner group backup force validate' },
  unarchive: { args: 'src dest remote_src mode owner group creates' },
  user: { args: 'name state groups append shell home system uid group' },
  wait_for: { args: 'port host path timeout delay state' },
}

const moduleOf = (name: string): AnyModule => ({
  name,
  summary: '',
  args: Object.fromEntries(
    ROWS[name]!.args.split(' ')
      .filter(Boolean)
      .map(arg => [arg, { schema: {} }]),
  ) as ArgsSpec,
  ...(ROWS[name]!.freeForm !== undefined && { freeForm: ROWS[name]!.freeForm }),
  predicts: 'full',
  reads: () => ({}),
  plan: () => [],
})

export const moduleTable: ModuleTable = {
  names: Object.keys(ROWS),
  find: name => {
    const short = name.replace(/^(?:ansible\.(?:builtin|legacy|posix)|community\.general)\./, '')
    return Object.hasOwn(ROWS, short) ? moduleOf(short) : undefined
  },
}
