// The words of dnf's command line for a task's arguments: the same for the question what would be done and for doing it.
import { rpmSpec } from '../../base/packages/rpm-spec.ts'
import type { Op } from '../../model/change.ts'
import { dnfState, type DnfArgs } from './dnf-args.ts'

/** Options that hold for whatever is done. */
const options = (args: DnfArgs): readonly string[] => [
  ...(args.conf_file === undefined ? [] : [`--config=${args.conf_file}`]),
  ...(args.installroot === '/' ? [] : [`--installroot=${args.installroot}`]),
  ...(args.releasever === undefined ? [] : [`--releasever=${args.releasever}`]),
  ...args.disable_plugin.map(name => `--disableplugin=${name}`),
  ...args.enable_plugin.map(name => `--enableplugin=${name}`),
  ...args.disablerepo.map(name => `--disablerepo=${name}`),
  ...args.enablerepo.map(name => `--enablerepo=${name}`),
  ...args.exclude.map(name => `--exclude=${name}`),
  ...(args.disable_excludes === undefined ? [] : [`--disableexcludes=${args.disable_excludes}`]),
  ...(args.cacheonly ? ['--cacheonly'] : []),
  ...(args.sslverify && args.validate_certs ? [] : ['--setopt=sslverify=False']),
]

/** Options for what comes from repositories. */
const installing = (args: DnfArgs, specs: readonly string[]): readonly string[] => [
  ...options(args),
  ...(args.update_cache && !args.cacheonly ? ['--refresh'] : []),
  ...(args.disable_gpg_check
    ? ['--nogpgcheck']
    : hasFiles(specs)
      ? ['--setopt=localpkg_gpgcheck=True']
      : []),
  ...(args.install_weak_deps ? [] : ['--setopt=install_weak_deps=False']),
  ...(args.allowerasing ? ['--allowerasing'] : []),
  ...(args.skip_broken ? ['--skip-broken'] : []),
  ...(args.nobest ? ['--nobest'] : dnfState(args) === 'latest' ? ['--best'] : []),
  ...(args.security ? ['--security'] : []),
  ...(args.bugfix ? ['--bugfix'] : []),
  ...(args.download_only
    ? [
        '--downloadonly',
        ...(args.download_dir === undefined ? [] : [`--downloaddir=${args.download_dir}`]),
      ]
    : []),
]

const hasFiles = (specs: readonly string[]): boolean =>
  specs.some(spec => ['file', 'url'].includes(rpmSpec(spec).kind))

export const installWords = (args: DnfArgs, specs: readonly string[]): readonly string[] => [
  ...installing(args, specs),
  args.update_only || specs.length === 0 ? 'upgrade' : 'install',
  ...specs,
]

export const upgradeWords = (args: DnfArgs, specs: readonly string[]): readonly string[] => [
  ...installing(args, specs),
  'upgrade',
  ...specs,
]

/** Without autoremove only the packages themselves and what needs them go. */
export const removeWords = (args: DnfArgs, specs: readonly string[]): readonly string[] => [
  ...options(args),
  ...(args.autoremove ? [] : ['--setopt=clean_requirements_on_remove=False']),
  'remove',
  ...specs,
]

export const autoremoveWords = (args: DnfArgs): readonly string[] => [
  ...options(args),
  'autoremove',
]

export const refreshWords = (args: DnfArgs): readonly string[] => [
  ...options(args),
  '--refresh',
  'makecache',
]

export const listWords = (args: DnfArgs, words: readonly string[]): readonly string[] => [
  ...options(args),
  ...words,
]

/** dnf doing it, once nobody else works on the packages. */
export const dnfOp = (args: DnfArgs, words: readonly string[]): Op => ({
  op: 'run',
  argv: ['dnf', '-y', ...words],
  whole: true,
  lock: {
    files: [
      '/var/lib/dnf/rpmdb_lock.pid',
      '/var/cache/dnf/metadata_lock.pid',
      '/var/cache/dnf/download_lock.pid',
      '/run/yum.pid',
    ],
    seconds: args.lock_timeout,
  },
})
