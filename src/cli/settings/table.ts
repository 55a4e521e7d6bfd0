// ONE table of all settings, by the names of Ansible's constants. Reader, `mokplay config` and tests read this.
import { CONNECT } from './connect.ts'
import { IDLE } from './idle.ts'
import { INVENTORY } from './inventory.ts'
import { LANGUAGE } from './language.ts'
import type { Setting, Values } from './model.ts'
import { OUTPUT } from './output.ts'
import { VAULT } from './vault.ts'

const DOES = { ...CONNECT, ...INVENTORY, ...LANGUAGE, ...OUTPUT, ...VAULT } as const

/** Settings that do something. */
export type SettingName = keyof typeof DOES
export type ValueOf<Name extends SettingName> = Values[(typeof DOES)[Name]['kind']]

/** What a setting is called in mokplay.config.yml. */
export const keyOf = (name: string, { key, ini }: Setting): string =>
  key ?? ini.at(-1)?.split('.')[1] ?? name.toLowerCase()

/** All rows, sorted by key. */
export const SETTINGS: ReadonlyMap<string, Setting> = new Map(
  Object.entries<Setting>({ ...DOES, ...IDLE }).sort((a, b) =>
    keyOf(...a) < keyOf(...b) ? -1 : 1,
  ),
)

/** The environment variables of ours that set it; they win over Ansible's. */
export const ownVariables = (name: string, setting: Setting): readonly string[] => [
  ...new Set([
    ...setting.env
      .filter(variable => variable.startsWith('ANSIBLE_'))
      .map(variable => variable.replace('ANSIBLE_', 'MOKPLAY_')),
    `MOKPLAY_${keyOf(name, setting).toUpperCase()}`,
  ]),
]
