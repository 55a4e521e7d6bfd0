// The variables that say how a host is reached and who acts there. One table for those who use them and for
// whoever looks for misspelt ones. Where a setting has several names, the first that is set wins.

export const CONNECTION_VARIABLES = {
  connection: ['ansible_connection'],
  host: ['ansible_ssh_host', 'ansible_host'],
  port: ['ansible_ssh_port', 'ansible_port'],
  user: ['ansible_ssh_user', 'ansible_user'],
  password: ['ansible_ssh_password', 'ansible_ssh_pass', 'ansible_password'],
  keyFile: ['ansible_ssh_private_key_file', 'ansible_private_key_file'],
  keyPassphrase: ['ansible_ssh_private_key_passphrase', 'ansible_private_key_passphrase'],
  sshArgs: ['ansible_ssh_args'],
  sshCommonArgs: ['ansible_ssh_common_args'],
  sshExtraArgs: ['ansible_ssh_extra_args'],
  checkHostKey: ['ansible_ssh_host_key_checking', 'ansible_host_key_checking'],
  timeout: ['ansible_ssh_timeout', 'ansible_timeout'],
  sshProgram: ['ansible_ssh_executable'],
  dockerUser: ['ansible_docker_user', 'ansible_user'],
  dockerArgs: ['ansible_docker_extra_args'],
  podmanProgram: ['ansible_podman_executable'],
  podmanArgs: ['ansible_podman_extra_args'],
  chrootProgram: ['ansible_chroot_exe'],
} as const satisfies Readonly<Record<string, readonly string[]>>

export const BECOME_VARIABLES = {
  become: ['ansible_become'],
  method: ['ansible_become_method'],
  user: ['ansible_become_user'],
  password: ['ansible_become_pass', 'ansible_become_password'],
  exe: ['ansible_become_exe'],
  flags: ['ansible_become_flags'],
} as const satisfies Readonly<Record<string, readonly string[]>>

/** Variables of the same family that mokplay has no use for, but that are no misspelling either. */
// prettier-ignore
const OTHERS = [
  'ansible_python_interpreter', 'ansible_shell_type', 'ansible_shell_executable', 'ansible_remote_tmp',
  'ansible_pipelining', 'ansible_ssh_pipelining', 'ansible_ssh_retries',
  'ansible_ssh_use_tty', 'ansible_ssh_transfer_method', 'ansible_scp_if_ssh', 'ansible_scp_extra_args',
  'ansible_sftp_extra_args', 'ansible_control_path', 'ansible_control_path_dir', 'ansible_network_os',
  'ansible_group_priority', 'ansible_become_plugin', 'ansible_su_prompt_l10n', 'ansible_doas_prompt_l10n', 'ansible_facts', 'ansible_distribution',
  'ansible_winrm_transport', 'ansible_winrm_scheme', 'ansible_winrm_server_cert_validation',
]

const METHODS = ['sudo', 'su', 'doas', 'runuser']

/** Every variable of the two tables, the names by method (`ansible_sudo_pass`) and other well-known ones. */
export const KNOWN_VARIABLES: ReadonlySet<string> = new Set([
  ...Object.values(CONNECTION_VARIABLES).flat(),
  ...Object.values(BECOME_VARIABLES).flat(),
  ...METHODS.flatMap(method =>
    ['user', 'pass', 'exe', 'flags'].map(part => `ansible_${method}_${part}`),
  ),
  ...OTHERS,
])
