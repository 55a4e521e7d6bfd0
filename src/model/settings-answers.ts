// Answers about what a system keeps for itself: crontabs, mounts, the clock, locales, alternatives, debconf.

/** `crontab USER`; absent where the user has none, or the host no cron. */
export type CrontabAnswer = {
  readonly text: string
  /** SHA-256 of all that crontab printed, its own header too. */
  readonly digest?: string
}

/** `mount PATH`: the uppermost mount there; absent where nothing is mounted. */
export type MountAnswer = {
  readonly source: string
  readonly fstype: string
  /** With commas, as the kernel has them. */
  readonly options: string
  /** All names of what is mounted: its device, and the folders that a bind mount may be made of. */
  readonly origins: readonly string[]
  /** How many mounts lie there on each other. */
  readonly depth: number
}

/** `clock system` */
export type ClockAnswer = {
  /** Nothing where /etc/localtime is no link to a zone. */
  readonly zone?: string
  readonly hwclock: 'UTC' | 'local'
}

/** `locale NAME`, in the host's own spelling. */
export type LocaleAnswer = { readonly name: string }

/** `alternatives NAME`: a group of programs that can stand for one command. */
export type AlternativesAnswer = {
  readonly mode: 'auto' | 'manual'
  /** The command; not told by Red Hat's tool. */
  readonly link?: string
  /** What it stands for now. */
  readonly current?: string
  readonly choices: Readonly<
    Record<
      string,
      {
        readonly priority: number
        readonly subcommands: readonly {
          readonly name: string
          readonly path: string
          readonly link?: string
        }[]
      }
    >
  >
}

/** `debconf PACKAGE`; absent where there is no debconf. */
export type DebconfAnswer = {
  readonly values: Readonly<Record<string, string>>
  /** Questions that count as asked. */
  readonly seen: readonly string[]
  /** SHA-256 of the passwords that were asked for, by question. */
  readonly passwords: Readonly<Record<string, string>>
}
