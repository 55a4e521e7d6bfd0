// Questions about software: packages of the system and of Python, keys, repositories. `probe` offers them beside all
// others.
import type {
  AptListsAnswer,
  GitAnswer,
  GitRemoteAnswer,
  PackageAnswer,
  PipAnswer,
  RpmKeysAnswer,
  TransactionAnswer,
} from '../model/package-answers.ts'
import { make } from './make-probe.ts'

export const packageProbes = {
  /** What is installed of a package, as rpm or dpkg knows it; `root` for another tree, `config` counts what dpkg left of it. */
  package: (spec: string, how: { root?: string; config?: boolean } = {}) =>
    make<PackageAnswer>(
      'package',
      `${how.config ? 'configuration of ' : ''}${spec}${how.root !== undefined && how.root !== '/' ? ` in ${how.root}` : ''}`,
      { spec, ...how },
    ),

  /** What dnf or apt-get would do with these arguments, of which `specs` name packages. Slow. */
  transaction: (
    args: readonly string[],
    specs: readonly string[],
    how: { refresh?: boolean } = {},
  ) => make<TransactionAnswer>('transaction', args.join(' '), { args, specs, ...how }),

  /** How old apt's lists of packages are. */
  aptLists: () => make<AptListsAnswer>('apt-lists', 'all'),

  /** The packages of a Python: of a virtual environment, of a pip by its name, or the system's. Slow. */
  pip: (of: { virtualenv?: string; executable?: string }) =>
    make<PipAnswer>('pip', of.virtualenv ?? of.executable ?? 'of the system', of),

  /** The repository in a folder, as far as the host itself can tell. `git`: another program than git. */
  git: (path: string, how: { git?: string } = {}) => make<GitAnswer>('git', path, how),

  /**
   * The commits that names (HEAD, patterns of refs) stand for in a repository elsewhere. Slow. `waits`: files it may
   * need, so that a dry run that brings them does not ask too early; `stamp`: how these are now, for with others it is
   * another question.
   */
  gitRemote: (
    url: string,
    names: readonly string[],
    how: { git?: string; ssh: string; waits?: readonly string[]; stamp?: string },
  ) =>
    make<GitRemoteAnswer>(
      'git-remote',
      [url, ...names, how.ssh, how.stamp ?? ''].join(' ').trim(),
      {
        url,
        names,
        ...how,
      },
    ),

  /** The public keys that rpm trusts. */
  rpmKeys: () => make<RpmKeysAnswer>('rpm-keys', 'all'),
} as const
