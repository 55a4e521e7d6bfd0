// Variables that nobody has to define: what the engine itself provides. Facts are all that begins with `ansible_`.

/** Name → its sentence. */
export const MAGIC: Readonly<Record<string, string>> = {
  environment: 'The environment of the task.',
  group_names: 'Groups that the host is in.',
  groups: 'All groups, and the hosts in each.',
  hostvars: 'Variables of every host, by its name.',
  inventory_dir: 'The folder of the inventory.',
  inventory_file: 'The file of the inventory.',
  inventory_hostname: "The host's name in the inventory.",
  inventory_hostname_short: 'The same up to the first dot.',
  module_setup: 'Whether facts were gathered.',
  omit: 'As an argument: as if it had not been given.',
  play_hosts: 'Hosts of the play that are still in it.',
  playbook_dir: 'The folder of the playbook.',
  role_name: 'The role that the task is in.',
  role_names: 'Roles of the play.',
  role_path: 'The folder of the role.',
  vars: 'All variables of the host.',
}

/** Whether a name needs no definition. */
export const isMagic = (name: string): boolean =>
  Object.hasOwn(MAGIC, name) || name.startsWith('ansible_') || name.startsWith('getent_')
