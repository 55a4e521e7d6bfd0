// Settings of encrypted files.
import type { Setting } from './model.ts'

// prettier-ignore
export const VAULT = {
  DEFAULT_ASK_VAULT_PASS: { kind: 'boolean', default: false, ini: ['defaults.ask_vault_pass'], env: ['ANSIBLE_ASK_VAULT_PASS'], about: 'Ask for the password of encrypted files.' },
  DEFAULT_VAULT_PASSWORD_FILE: { kind: 'path', ini: ['defaults.vault_password_file'], env: ['ANSIBLE_VAULT_PASSWORD_FILE'], about: 'The file with the password of encrypted files, or a program that prints it.' },
  DEFAULT_VAULT_IDENTITY_LIST: { kind: 'list', default: [], ini: ['defaults.vault_identity_list'], env: ['ANSIBLE_VAULT_IDENTITY_LIST'], about: 'As many --vault-id: each a label, @ and where its password comes from.' },
  DEFAULT_VAULT_IDENTITY: { kind: 'text', default: 'default', ini: ['defaults.vault_identity'], env: ['ANSIBLE_VAULT_IDENTITY'], about: 'The label of a password that has none.' },
  DEFAULT_VAULT_ENCRYPT_IDENTITY: { kind: 'text', ini: ['defaults.vault_encrypt_identity'], env: ['ANSIBLE_VAULT_ENCRYPT_IDENTITY'], about: 'The label whose password encrypts, when there are several.' },
  DEFAULT_VAULT_ID_MATCH: { kind: 'boolean', default: false, ini: ['defaults.vault_id_match'], env: ['ANSIBLE_VAULT_ID_MATCH'], about: 'Only the password of the label that a file names is tried.' },
} as const satisfies Readonly<Record<string, Setting>>
