// The kinds of questions, by name. One line each.
import { bytesKind, fragmentsKind } from './probes/bytes.ts'
import { commandKind } from './probes/command.ts'
import { controllerKind } from './probes/controller.ts'
import { entriesKind } from './probes/entries.ts'
import { firewalldKind, firewallZoneKind } from './probes/firewalld.ts'
import { factsKind } from './probes/facts.ts'
import { fileKind } from './probes/file.ts'
import { findKind } from './probes/find.ts'
import { gitKind, gitRemoteKind } from './probes/git.ts'
import { globKind } from './probes/glob.ts'
import { aptListsKind } from './probes/apt-lists.ts'
import { pipKind } from './probes/pip.ts'
import { rpmKeysKind } from './probes/rpm-keys.ts'
import { packageListKind } from './probes/package-list.ts'
import { serviceListKind } from './probes/service-list.ts'
import { packageKind } from './probes/package.ts'
import { transactionKind } from './probes/transaction.ts'
import { statKind } from './probes/stat.ts'
import { localTreeKind, treeKind } from './probes/tree.ts'
import { groupKind, userKind } from './probes/accounts.ts'
import { kernelModuleKind } from './probes/kernel-module.ts'
import { iptablesChainKind, iptablesRuleKind } from './probes/iptables.ts'
import { seBooleanKind } from './probes/seboolean.ts'
import { serviceKind } from './probes/service.ts'
import { sysctlKind } from './probes/sysctl.ts'
import { alternativesKind } from './probes/alternatives.ts'
import { clockKind } from './probes/clock.ts'
import { crontabKind } from './probes/crontab.ts'
import { debconfKind } from './probes/debconf.ts'
import { dpkgSelectionKind } from './probes/dpkg-selection.ts'
import { localeKind } from './probes/locale.ts'
import { mountKind } from './probes/mount.ts'
import { filesystemKind } from './probes/filesystem.ts'
import { logicalVolumeKind, physicalVolumeKind, volumeGroupKind } from './probes/lvm.ts'
import { partitionsKind } from './probes/partitions.ts'
import { privateKeyKind } from './probes/private-key.ts'
import { ufwKind, ufwRuleKind } from './probes/ufw.ts'
import { packedKind, sourcesKind } from './probes/packed.ts'
import { unpackedKind } from './probes/unpacked.ts'
import type { Kind } from './kind.ts'

const KINDS: ReadonlyMap<string, Kind> = new Map(
  (
    [
      fileKind,
      globKind,
      statKind,
      treeKind,
      localTreeKind,
      bytesKind,
      fragmentsKind,
      findKind,
      entriesKind,
      unpackedKind,
      sourcesKind,
      packedKind,
      commandKind,
      controllerKind,
      sysctlKind,
      kernelModuleKind,
      serviceKind,
      userKind,
      groupKind,
      factsKind,
      packageKind,
      packageListKind,
      serviceListKind,
      transactionKind,
      aptListsKind,
      seBooleanKind,
      ufwKind,
      privateKeyKind,
      partitionsKind,
      filesystemKind,
      volumeGroupKind,
      physicalVolumeKind,
      logicalVolumeKind,
      ufwRuleKind,
      firewalldKind,
      firewallZoneKind,
      iptablesRuleKind,
      iptablesChainKind,
      gitKind,
      gitRemoteKind,
      pipKind,
      rpmKeysKind,
      alternativesKind,
      clockKind,
      crontabKind,
      debconfKind,
      dpkgSelectionKind,
      localeKind,
      mountKind,
    ] as unknown as Kind[]
  ).map(kind => [kind.kind, kind]),
)

/** Kinds that are answered on the controller, by the engine. */
export const LOCAL_KINDS: ReadonlySet<string> = new Set([
  'local',
  'rendered',
  'controller',
  'local-tree',
  'archive',
  'local-fragments',
])

/** Kinds whose answer may hang on the environment of the task that asks: programs with settings of their own there. */
const HANG_ON_ENVIRONMENT: ReadonlySet<string> = new Set([
  ...['command', 'facts', 'git', 'git-remote', 'package', 'package-list', 'pip'],
  ...['service', 'service-list', 'transaction'],
])

export const hangsOnEnvironment = (kind: string): boolean => HANG_ON_ENVIRONMENT.has(kind)

/** The kind of a question; an unknown one is a bug of a module. */
export const kindOf = (name: string): Kind => {
  const kind = KINDS.get(name)
  if (!kind) throw new Error(`no kind of question is called "${name}"`)
  return kind
}

export const isKind = (name: string): boolean => KINDS.has(name)
