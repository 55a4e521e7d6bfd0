// Settings of what is shown.
import type { Setting } from './model.ts'

// prettier-ignore
export const OUTPUT = {
  DEFAULT_STDOUT_CALLBACK: { kind: 'text', ini: ['defaults.stdout_callback'], env: ['ANSIBLE_STDOUT_CALLBACK'], key: 'output', about: 'How to report; of Ansible’s names, default is classic, yaml is classic with results in YAML, and json and jsonl are what they say.' },
  DEFAULT_VERBOSITY: { kind: 'integer', default: 0, ini: ['defaults.verbosity'], env: ['ANSIBLE_VERBOSITY'], about: 'As many -v.' },
  DIFF_ALWAYS: { kind: 'boolean', default: false, ini: ['diff.always'], env: ['ANSIBLE_DIFF_ALWAYS'], key: 'diff', about: 'Show what differs, also where the output does not by itself.' },
  ANSIBLE_FORCE_COLOR: { kind: 'boolean', default: false, ini: ['defaults.force_color'], env: ['ANSIBLE_FORCE_COLOR'], about: 'Colours, even where the output is no terminal.' },
  ANSIBLE_NOCOLOR: { kind: 'boolean', default: false, ini: ['defaults.nocolor'], env: ['ANSIBLE_NOCOLOR'], about: 'No colours.' },
  DISPLAY_SKIPPED_HOSTS: { kind: 'boolean', default: true, ini: ['defaults.display_skipped_hosts'], env: ['ANSIBLE_DISPLAY_SKIPPED_HOSTS'], about: 'Show hosts that skip a task.' },
  DISPLAY_OK_HOSTS: { kind: 'boolean', default: true, ini: ['defaults.display_ok_hosts'], env: ['ANSIBLE_DISPLAY_OK_HOSTS'], about: 'Show hosts where nothing is to be done.' },
  SHOW_CUSTOM_STATS: { kind: 'boolean', default: false, ini: ['defaults.show_custom_stats'], env: ['ANSIBLE_SHOW_CUSTOM_STATS'], about: 'Show what set_stats kept at the end of the classic output; the others always do.' },
  SHOW_TASK_PATH_ON_FAILURE: { kind: 'boolean', default: false, ini: ['defaults.show_task_path_on_failure'], env: ['ANSIBLE_SHOW_TASK_PATH_ON_FAILURE'], about: 'In the classic output a task that fails is told with its place.' },
  CHECK_MODE_MARKERS: { kind: 'boolean', default: false, ini: ['defaults.check_mode_markers'], env: ['ANSIBLE_CHECK_MODE_MARKERS'], about: 'The classic output of a dry run says in each banner that it is one.' },
  DISPLAY_FAILED_STDERR: { kind: 'boolean', default: false, ini: ['defaults.display_failed_stderr'], env: ['ANSIBLE_DISPLAY_FAILED_STDERR'], about: 'The classic output puts failures on the error stream.' },
  SHOW_PER_HOST_START: { kind: 'boolean', default: false, ini: ['defaults.show_per_host_start'], env: ['ANSIBLE_SHOW_PER_HOST_START'], about: 'The classic output tells when a host begins with a task.' },
  CALLBACK_RESULT_FORMAT: { kind: 'text', default: 'json', choices: ['json', 'yaml'], ini: ['defaults.callback_result_format'], env: ['ANSIBLE_CALLBACK_RESULT_FORMAT'], about: 'How the classic output writes results: json or yaml.' },
  RETRY_FILES_ENABLED: { kind: 'boolean', default: false, ini: ['defaults.retry_files_enabled'], env: ['ANSIBLE_RETRY_FILES_ENABLED'], about: 'Write the names of hosts that failed to PLAYBOOK.retry, for --limit @PLAYBOOK.retry.' },
  RETRY_FILES_SAVE_PATH: { kind: 'path', ini: ['defaults.retry_files_save_path'], env: ['ANSIBLE_RETRY_FILES_SAVE_PATH'], about: 'The folder of those files; beside the playbook unless said.' },
} as const satisfies Readonly<Record<string, Setting>>
