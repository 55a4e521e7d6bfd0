// The questions a module may ask. Data only: host/probes knows how each kind is asked.
import type {
  AlternativesAnswer,
  ArchiveAnswer,
  BytesAnswer,
  ClockAnswer,
  CommandAnswer,
  ControllerAnswer,
  CrontabAnswer,
  DebconfAnswer,
  EntriesAnswer,
  FileAnswer,
  FindAnswer,
  FindAsk,
  FragmentsAnswer,
  GlobAnswer,
  GroupAnswer,
  KernelModuleAnswer,
  LocalAnswer,
  LocalTreeAnswer,
  LocaleAnswer,
  MountAnswer,
  RenderedAnswer,
  ServiceAnswer,
  StatAnswer,
  TreeAnswer,
  PackedAnswer,
  Packing,
  SourcesAnswer,
  UnpackedAnswer,
  UserAnswer,
} from '../model/answers.ts'
import { sha256 } from '../base/value.ts'
import type { After, Probe } from '../model/module.ts'
import { diskProbes } from './disk-probes.ts'
import { make } from './make-probe.ts'
import { packageProbes } from './package-probes.ts'
import { securityProbes } from './security-probes.ts'

/** `(/a) (/b)`: by which of these paths a pattern finds the question. */
const placed = (paths: readonly string[]): string =>
  paths.map(path => `(${path.replace(/(?<=.)\/+$/, '')})`).join(' ')

const sum = (of: unknown): string => sha256(JSON.stringify(of)).slice(0, 12)

export const probe = {
  /** Any other kind that host/probes knows. */
  of: make,

  /**
   * A path. `want` says how much: attributes alone, the digest too, or the text too. With `unless`, the text comes
   * only where the digest is another one. Texts over `max` bytes (8 MiB) stay on the host.
   */
  file: (
    path: string,
    how: { want?: 'attrs' | 'digest' | 'text'; unless?: string; max?: number } = {},
  ) => make<FileAnswer>('file', path, how),

  /** Everything below a folder; with digests of the files when wanted. */
  tree: (
    path: string,
    how: {
      digests?: boolean
      /** With the times of changes; a path that is no folder is a tree of one, too. */
      times?: boolean
      /** The path alone. */
      alone?: boolean
    } = {},
  ) => make<TreeAnswer>('tree', path, how),

  /**
   * A file or folder of the controller with everything below it, searched as Ansible searches `src`; an absolute
   * one may be absent. Links are followed on request.
   */
  localTree: (src: string, how: { follow?: boolean } = {}) =>
    make<LocalTreeAnswer>('local-tree', src, how),

  /** All that stat(2) tells of a path, its times too; digests by algorithm, MIME type and chattr's flags when wanted. */
  stat: (path: string, how: Readonly<Record<string, boolean>> = {}) =>
    make<StatAnswer>('stat', path, how),

  /** What a file holds, whatever it is, up to 32 MiB; a link is followed. */
  bytes: (path: string) => make<BytesAnswer>('bytes', path),

  /** What the files in a folder hold; links are followed, folders in it left out. */
  fragments: (path: string) => make<FragmentsAnswer>('fragments', path),

  /** What is in a folder; `host/probes/find.ts` says what the host itself may leave out. */
  find: (path: string, how: FindAsk) =>
    make<FindAnswer>('find', `${path} ${JSON.stringify(how)}`, { path, ...how }),

  /** What is in an archive on the host, and how the folder differs from it; `options` are tar's own. */
  unpacked: (src: string, dest: string, how: { options?: readonly string[] } = {}) =>
    make<UnpackedAnswer>('unpacked', `${src} into ${dest} ${JSON.stringify(how.options ?? [])}`, {
      src,
      dest,
      ...how,
    }),

  /** What paths and patterns stand for, with all that is below folders. */
  sources: (paths: readonly string[], excluded: readonly string[]) =>
    make<SourcesAnswer>(
      'sources',
      `${placed(paths.map(path => path.replace(/[^/]*[*?].*$/s, '')))} ${sum([paths, excluded])}`,
      { paths, excluded },
    ),

  /** Whether a packed file or archive holds just these files as they are now; absent where it is not there. Slow. */
  packed: (dest: string, of: Packing) =>
    make<PackedAnswer>('packed', `${placed([dest, of.root])} ${sum(of)}`, {
      dest,
      ...of,
    }),

  /** Those of a list of paths below a folder that are there, with digests; `name` says what they are. */
  entries: (path: string, paths: readonly string[], name: string) =>
    make<EntriesAnswer>('entries', `${path} ${name}`, { path, paths }),

  /** Paths that a shell pattern finds. */
  glob: (pattern: string) => make<GlobAnswer>('glob', pattern),

  /**
   * A program that only looks and may be run at any time. `if`: only where this path exists (absent otherwise).
   * Exit codes are the module's to judge.
   */
  command: (
    argv: readonly string[],
    how: { if?: string; env?: Readonly<Record<string, string>>; seconds?: number } = {},
  ) => make<CommandAnswer>('command', JSON.stringify(argv), { argv, ...how }),

  /**
   * A file or folder of the controller, searched as Ansible searches `src`. Vaulted files are opened unless told not
   * to; their text comes only on request.
   */
  local: (
    src: string,
    how: { folder?: 'files' | 'templates'; text?: boolean; decrypt?: boolean } = {},
  ) => make<LocalAnswer>('local', src, how),

  /** A file of the controller by its absolute path: what `fetch` brings. */
  controller: (path: string) => make<ControllerAnswer>('controller', path),

  /** What the files in a folder of the controller hold. */
  localFragments: (src: string, how: { decrypt?: boolean } = {}) =>
    make<FragmentsAnswer>('local-fragments', src, how),

  /** An archive of the controller, and what is in it. */
  archive: (src: string, how: { decrypt?: boolean } = {}) =>
    make<ArchiveAnswer>('archive', src, how),

  /** A template of the controller, rendered with the step's variables. */
  rendered: (src: string, options: Readonly<Record<string, unknown>> = {}) =>
    make<RenderedAnswer>('rendered', src, options),

  /** The live value of a kernel parameter, by its name with dots; blanks made one. */
  sysctl: (name: string) => make<string>('sysctl', name),

  /** A module of the kernel; with the texts of the configuration files that speak of it when wanted. */
  kernelModule: (name: string, how: { files?: boolean } = {}) =>
    make<KernelModuleAnswer>('kernel-module', name, how),

  /** A unit of systemd, or a script of another init; `.service` is understood. */
  service: (name: string) => make<ServiceAnswer>('service', name),

  /** An account; `local`: only one that stands in /etc/passwd itself. */
  user: (name: string, how: { local?: boolean } = {}) => make<UserAnswer>('user', name, how),

  /** A group, by name or number; `local`: only one that stands in /etc/group itself. */
  group: (name: string, how: { local?: boolean } = {}) => make<GroupAnswer>('group', name, how),

  /** What collectors tell of the host; `path`: where its owner keeps own facts, `seconds`: for one mount. */
  facts: (collectors: readonly string[], how: { path?: string; seconds?: number } = {}) =>
    make<Readonly<Record<string, unknown>>>(
      'facts',
      [collectors.join(','), ...(how.path === undefined ? [] : [how.path])].join(' '),
      how,
    ),

  /** The crontab of a user. */
  crontab: (user: string) => make<CrontabAnswer>('crontab', user),

  /** What is mounted on a path. */
  mount: (path: string) => make<MountAnswer>('mount', path),

  /** The time zone, and what the hardware clock is taken for. */
  clock: () => make<ClockAnswer>('clock', 'system'),

  /** A locale, in any spelling of its encoding. */
  locale: (name: string) => make<LocaleAnswer>('locale', name),

  /** A group of alternatives. */
  alternatives: (name: string) => make<AlternativesAnswer>('alternatives', name),

  /** What dpkg is told to do with a package. */
  dpkgSelection: (name: string) => make<string>('dpkg-selection', name),

  /** What debconf keeps for a package; with digests of the passwords that answer these questions. */
  debconf: (name: string, passwords: readonly string[] = []) =>
    make<DebconfAnswer>(
      'debconf',
      name,
      Object.fromEntries(passwords.map(question => [question, true])),
    ),

  /** Disks. */
  ...diskProbes,

  /** Firewalls, SELinux, keys. */
  ...packageProbes,
  ...securityProbes,

  /** An act that is no state: nobody can ask for it. */
  deed: (name: string) => make<never>('deed', name),

  /** A question that hangs on an answer. */
  after: <A, B>(
    first: Probe<A> | After<unknown, A>,
    next: (answer: A | undefined) => Probe<B> | After<unknown, B> | undefined,
  ): After<A, B> => ({ first, next }),
} as const
