// dnf's `list`: packages as data instead of doing anything.
import type { CommandAnswer } from '../../model/answers.ts'
import type { Facts, Probe } from '../../model/module.ts'
import { Failure } from '../define.ts'
import { probe } from '../probe.ts'
import { script } from '../script.ts'
import { dnfProblem } from '../../base/packages/problems.ts'
import type { DnfArgs } from './dnf-args.ts'
import { listWords } from './dnf-words.ts'

const FORMAT = '%{name}|%{epoch}|%{version}|%{release}|%{arch}|%{reponame}'

// On copies, so that the cache of the host stays as it is and locks of somebody at work are no concern.
const LIST = String.raw`t=$(mktemp -d) || exit
trap 'rm -rf "$t"' EXIT
mkdir "$t/cache" "$t/lib" "$t/log"
cp -a /var/cache/dnf/. "$t/cache/" 2>/dev/null
cp -a /var/lib/dnf/. "$t/lib/" 2>/dev/null
rm -f "$t"/cache/*.pid "$t"/lib/*.pid
list() { dnf -q --setopt=cachedir="$t/cache" --setopt=persistdir="$t/lib" --setopt=logdir="$t/log" "$@"; }
[ -z "$both" ] || list "$@" --installed || exit
list "$@"`

/** The question; undefined where nothing is to be listed. */
export const listReads = (args: DnfArgs): Probe<CommandAnswer> | undefined => {
  if (args.list === undefined) return undefined
  const { argv, env } = script('dnf-list', LIST, listWords(args, wordsFor(args.list)))
  const both = KEYWORDS.includes(args.list) ? '' : 'yes'
  return probe.command(argv, { env: { ...env, both }, seconds: 300 })
}

/** What is no name of a package; of one, what is installed is listed first. */
const KEYWORDS = ['repos', 'repositories', 'updates', 'upgrades', 'installed', 'available']

const wordsFor = (list: string): readonly string[] => {
  if (list === 'repos' || list === 'repositories') return ['repolist', '--enabled']
  const which =
    list === 'updates' || list === 'upgrades'
      ? ['--upgrades']
      : list === 'installed'
        ? ['--installed']
        : list === 'available'
          ? ['--available']
          : [list]
  return ['repoquery', '--qf', FORMAT, ...which]
}

/** What it answers, as Ansible returns it. */
export const listed = (
  args: DnfArgs,
  answer: CommandAnswer | undefined,
): readonly Readonly<Record<string, string>>[] => {
  if (!answer || answer.rc !== 0)
    throw new Failure(dnfProblem(answer?.out ?? '', answer?.err ?? ''), {
      results: [],
      rc: answer?.rc ?? 1,
    })
  const lines = answer.out.split('\n').filter(line => line !== '')
  if (args.list === 'repos' || args.list === 'repositories')
    return lines.slice(1).map(line => ({ repoid: line.split(/\s/)[0]!, state: 'enabled' }))
  return lines
    .filter(line => line.includes('|'))
    .map(line => {
      const [name = '', epoch = '', version = '', release = '', arch = '', repo = ''] =
        line.split('|')
      const envra = `${epoch}:${name}-${version}-${release}.${arch}`
      return {
        name,
        epoch,
        version,
        release,
        arch,
        repo,
        envra,
        nevra: envra,
        yumstate: repo === '@System' ? 'installed' : 'available',
      }
    })
}

/** Whether dnf, or yum before it, is what manages packages. */
export const packagesByDnf = (facts: Facts): boolean =>
  facts.packages === 'dnf' || facts.packages === 'yum'
