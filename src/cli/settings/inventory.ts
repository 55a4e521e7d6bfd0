// Settings of inventories: where they lie, and what is taken for one.
import type { Setting } from './model.ts'

// prettier-ignore
export const INVENTORY = {
  DEFAULT_HOST_LIST: { kind: 'pathlist', default: ['/etc/ansible/hosts'], ini: ['defaults.inventory'], env: ['ANSIBLE_INVENTORY'], about: 'Where hosts are named when no -i is given.' },
  INVENTORY_IGNORE_EXTS: { kind: 'list', default: ['.pyc', '.pyo', '.swp', '.bak', '~', '.rpm', '.md', '.txt', '.rst', '.orig', '.ini', '.cfg', '.retry'], ini: ['defaults.inventory_ignore_extensions', 'inventory.ignore_extensions'], env: ['ANSIBLE_INVENTORY_IGNORE'], key: 'inventory_ignore_extensions', about: 'Files of an inventory folder that end so are none.' },
  INVENTORY_IGNORE_PATTERNS: { kind: 'list', default: [], ini: ['defaults.inventory_ignore_patterns', 'inventory.ignore_patterns'], env: ['ANSIBLE_INVENTORY_IGNORE_REGEX'], key: 'inventory_ignore_patterns', about: 'Files of an inventory folder whose names match these patterns are none.' },
  TRANSFORM_INVALID_GROUP_CHARS: { kind: 'text', default: 'never', choices: ['always', 'never', 'ignore', 'silently'], ini: ['defaults.force_valid_group_names'], env: ['ANSIBLE_TRANSFORM_INVALID_GROUP_CHARS'], about: 'Whether odd letters in names of groups become _.' },
  INVENTORY_EXPORT: { kind: 'boolean', default: false, ini: ['inventory.export'], env: ['ANSIBLE_INVENTORY_EXPORT'], key: 'inventory_export', about: 'mokplay inventory --list leaves variables with their groups.' },
} as const satisfies Readonly<Record<string, Setting>>
