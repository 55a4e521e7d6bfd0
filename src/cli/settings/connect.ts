// Settings of how hosts are reached, and whom to become there.
import type { Setting } from './model.ts'

// prettier-ignore
export const CONNECT = {
  DEFAULT_TRANSPORT: { kind: 'text', default: 'ssh', ini: ['defaults.transport'], env: ['ANSIBLE_TRANSPORT'], key: 'connection', about: 'How hosts are reached: ssh, openssh, local, docker, podman or chroot.' },
  DEFAULT_REMOTE_USER: { kind: 'text', ini: ['defaults.remote_user'], env: ['ANSIBLE_REMOTE_USER'], about: 'The user to log in as.' },
  DEFAULT_REMOTE_PORT: { kind: 'integer', ini: ['defaults.remote_port'], env: ['ANSIBLE_REMOTE_PORT'], about: 'The port to connect to.' },
  DEFAULT_PRIVATE_KEY_FILE: { kind: 'path', ini: ['defaults.private_key_file'], env: ['ANSIBLE_PRIVATE_KEY_FILE'], about: 'The key to log in with.' },
  DEFAULT_TIMEOUT: { kind: 'integer', default: 10, ini: ['defaults.timeout', 'ssh_connection.timeout'], env: ['ANSIBLE_TIMEOUT', 'ANSIBLE_SSH_TIMEOUT'], about: 'Seconds for connecting and logging in.' },
  DEFAULT_ASK_PASS: { kind: 'boolean', default: false, ini: ['defaults.ask_pass'], env: ['ANSIBLE_ASK_PASS'], about: 'Ask for the password of ssh.' },
  CONNECTION_PASSWORD_FILE: { kind: 'path', ini: ['defaults.connection_password_file'], env: ['ANSIBLE_CONNECTION_PASSWORD_FILE'], about: 'The file with the password of ssh, or a program that prints it.' },
  HOST_KEY_CHECKING: { kind: 'boolean', default: true, ini: ['defaults.host_key_checking', 'ssh_connection.host_key_checking'], env: ['ANSIBLE_HOST_KEY_CHECKING', 'ANSIBLE_SSH_HOST_KEY_CHECKING'], about: 'Whether the keys of hosts must be known.' },
  SSH_ARGS: { kind: 'text', ini: ['ssh_connection.ssh_args'], env: ['ANSIBLE_SSH_ARGS'], about: 'Options of ssh, before all others.' },
  SSH_COMMON_ARGS: { kind: 'text', ini: ['ssh_connection.ssh_common_args'], env: ['ANSIBLE_SSH_COMMON_ARGS'], about: 'More options of ssh.' },
  SSH_EXTRA_ARGS: { kind: 'text', ini: ['ssh_connection.ssh_extra_args'], env: ['ANSIBLE_SSH_EXTRA_ARGS'], about: 'Still more, behind those.' },

  DEFAULT_BECOME: { kind: 'boolean', default: false, ini: ['privilege_escalation.become'], env: ['ANSIBLE_BECOME'], about: 'Act as another user.' },
  DEFAULT_BECOME_METHOD: { kind: 'text', default: 'sudo', ini: ['privilege_escalation.become_method'], env: ['ANSIBLE_BECOME_METHOD'], about: 'How to become another user.' },
  DEFAULT_BECOME_USER: { kind: 'text', default: 'root', ini: ['privilege_escalation.become_user'], env: ['ANSIBLE_BECOME_USER'], about: 'Whom to become.' },
  DEFAULT_BECOME_EXE: { kind: 'text', ini: ['privilege_escalation.become_exe'], env: ['ANSIBLE_BECOME_EXE'], about: 'The program that changes the user.' },
  DEFAULT_BECOME_FLAGS: { kind: 'text', ini: ['privilege_escalation.become_flags'], env: ['ANSIBLE_BECOME_FLAGS'], about: 'Flags for that program.' },
  DEFAULT_BECOME_ASK_PASS: { kind: 'boolean', default: false, ini: ['privilege_escalation.become_ask_pass'], env: ['ANSIBLE_BECOME_ASK_PASS'], about: 'Ask for the password of sudo and its like.' },
  BECOME_PASSWORD_FILE: { kind: 'path', ini: ['defaults.become_password_file'], env: ['ANSIBLE_BECOME_PASSWORD_FILE'], about: 'The file with that password, or a program that prints it.' },
} as const satisfies Readonly<Record<string, Setting>>
