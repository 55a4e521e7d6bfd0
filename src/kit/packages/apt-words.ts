// The words of apt-get's command line for a task's arguments: the same for the question what would be done and for doing it.
import type { Op } from '../../model/change.ts'
import { aptUpgrade, type AptArgs } from './apt-args.ts'

type RunOp = Extract<Op, { op: 'run' }>

const option = (isOn: boolean, ...words: readonly string[]): readonly string[] =>
  isOn ? words : []

/** Options for what comes from repositories. */
const installing = (args: AptArgs): readonly string[] => [
  ...option(args.default_release !== undefined, `--target-release=${args.default_release}`),
  ...option(
    args.install_recommends !== undefined,
    '-o',
    `APT::Install-Recommends=${args.install_recommends ? 'yes' : 'no'}`,
  ),
  ...option(args.only_upgrade, '--only-upgrade'),
  ...option(args.fail_on_autoremove, '--no-remove'),
  ...option(args.allow_unauthenticated || args.force, '--allow-unauthenticated'),
  ...option(args.allow_downgrade || args.force, '--allow-downgrades'),
  ...option(args.allow_change_held_packages || args.force, '--allow-change-held-packages'),
  ...option(args.force, '--allow-remove-essential'),
  ...option(args.autoremove && args.state !== 'build-dep', '--auto-remove'),
  ...option(args.state === 'fixed', '--fix-broken'),
]

export const installWords = (args: AptArgs, names: readonly string[]): readonly string[] => [
  ...installing(args),
  args.state === 'build-dep' ? 'build-dep' : 'install',
  ...names,
]

/** Everything brought up to date. */
export const upgradeWords = (args: AptArgs): readonly string[] => [
  ...installing(args),
  ...(aptUpgrade(args) === 'dist-upgrade' ? ['dist-upgrade'] : ['upgrade', '--with-new-pkgs']),
]

export const removeWords = (args: AptArgs, names: readonly string[]): readonly string[] => [
  ...option(args.purge, '--purge'),
  ...option(args.force, '--allow-remove-essential', '--allow-change-held-packages'),
  ...option(args.autoremove, '--auto-remove'),
  'remove',
  ...names,
]

export const autoremoveWords = (args: AptArgs): readonly string[] => [
  ...option(args.purge, '--purge'),
  'autoremove',
]

const QUIET = { DEBIAN_FRONTEND: 'noninteractive', DEBIAN_PRIORITY: 'critical' } as const

/** What apt-get and dpkg lock, and with them unattended-upgrades and all others who work on packages. */
const LOCKS = [
  '/var/lib/dpkg/lock-frontend',
  '/var/lib/dpkg/lock',
  '/var/lib/apt/lists/lock',
  '/var/cache/apt/archives/lock',
]

/** apt-get doing it, once nobody else works on the packages; who comes between, newer ones wait for by themselves. */
export const aptOp = (args: AptArgs, words: readonly string[]): Op => ({
  op: 'run',
  env: QUIET,
  lock: { files: LOCKS, seconds: args.lock_timeout },
  argv: withPolicy(args, [
    'apt-get',
    '-y',
    ...args.dpkg_options
      .split(',')
      .filter(each => each !== '')
      .flatMap(each => ['-o', `Dpkg::Options::=--${each.trim()}`]),
    '-o',
    `DPkg::Lock::Timeout=${args.lock_timeout}`,
    ...words,
  ]),
  whole: true,
})

/** apt-get on its own cache and lists. */
export const cacheOp = (args: Pick<AptArgs, 'lock_timeout'>, words: readonly string[]): RunOp => ({
  op: 'run',
  env: QUIET,
  argv: ['apt-get', '-q', ...words],
  lock: {
    files: ['/var/lib/apt/lists/lock', '/var/cache/apt/archives/lock'],
    seconds: args.lock_timeout,
  },
})

/** A list that cannot be had is a failure. */
export const updateWords = (args: Pick<AptArgs, 'update_cache_retries'>): readonly string[] => [
  '-o',
  'APT::Update::Error-Mode=any',
  '-o',
  `Acquire::Retries=${args.update_cache_retries}`,
  'update',
]

/** The lists of packages brought up to date. */
export const aptUpdate = (retries: number): RunOp =>
  cacheOp({ lock_timeout: 60 }, updateWords({ update_cache_retries: retries }))

const POLICY = String.raw`p=/usr/sbin/policy-rc.d
if [ -e "$p" ] || [ -h "$p" ]; then mv "$p" "$p.mokplay" || exit; fi
trap 'rm -f "$p"; if [ -e "$p.mokplay" ] || [ -h "$p.mokplay" ]; then mv "$p.mokplay" "$p"; fi' EXIT
trap 'exit 1' HUP INT TERM
printf '#!/bin/sh\nexit %s\n' "$1" >"$p" && chmod 755 "$p" || exit
shift
"$@"`

/** Around the program stands a policy for services, and goes again with it. */
const withPolicy = ({ policy_rc_d }: AptArgs, argv: readonly string[]): readonly string[] =>
  policy_rc_d === undefined
    ? argv
    : ['sh', '-c', POLICY, 'policy-rc.d', String(policy_rc_d), ...argv]
