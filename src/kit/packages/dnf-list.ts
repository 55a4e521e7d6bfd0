// dnf's `list`: packages as data instead of doing anything.
import type { CommandAnswer } from '../../model/answers.ts'
import type { Facts, Probe } from '../../model/module.ts'
import { Failure } from '../define.ts'
import { probe } from '../probe.ts'
import { dnfProblem } from '../../base/packages/problems.ts'
import type { DnfArgs } from './dnf-args.ts'
import { listWords } from './dnf-words.ts'

const FORMAT = '%{name}|%{epoch}|%{version}|%{release}|%{arch}|%{reponame}'

/** The question; undefined where nothing is to be listed. */
export const listReads = (args: DnfArgs): Probe<CommandAnswer> | undefined =>
  args.list === undefined
    ? undefined
    : probe.command(listWords(args, wordsFor(args.list)), { seconds: 300 })

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
