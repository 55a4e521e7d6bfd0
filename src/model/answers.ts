// What questions are answered with, by kind. Absent subjects have no answer of these types.
export type * from './package-answers.ts'
export type * from './settings-answers.ts'
export type * from './folder-answers.ts'

/** `file PATH`: the thing itself, links not followed. */
export type FileAnswer = {
  readonly type: 'file' | 'directory' | 'link' | 'char' | 'block' | 'fifo' | 'socket'
  /** Permission bits, 0 to 0o7777. */
  readonly mode: number
  readonly uid: number
  readonly gid: number
  readonly owner: string
  readonly group: string
  /** Bytes. */
  readonly size: number
  /** Names of the same file. */
  readonly links: number
  /** Equal for names of the same file. */
  readonly inode: string
  /** Of a regular file, when wanted. */
  readonly sha256?: string
  /** Of a regular file, when wanted, valid UTF-8 without NUL, and not too big. */
  readonly text?: string
  /** Why there is no text although it was wanted and the digest differs. */
  readonly textless?: 'binary' | 'big'
  /** Where a link points, as it says. */
  readonly target?: string
  /** What a link leads to in the end; nothing for a broken one. */
  readonly real?: Omit<FileAnswer, 'real'> & { readonly path: string }
}

/** `local SRC`: a file or folder of the controller. */
export type LocalAnswer = {
  readonly path: string
  readonly type: 'file' | 'directory'
  readonly mode: number
  readonly size: number
  readonly sha256: string
  /** Of a file whose text is not here: what Ansible calls its checksum. */
  readonly sha1?: string
  readonly md5?: string
  /** Valid UTF-8 of files that are not too big. */
  readonly text?: string
  /** Of a folder: everything in it, by its relative path, parents first. */
  readonly entries?: readonly {
    readonly path: string
    readonly type: 'file' | 'directory'
    readonly mode: number
    readonly size: number
    readonly sha256: string
  }[]
}

/** `controller PATH`: a file of the controller by its absolute path; absent where there is none. */
export type ControllerAnswer = {
  readonly type: 'file' | 'directory'
  readonly size: number
  readonly sha256: string
  /** Valid UTF-8 of files that are not too big. */
  readonly text?: string
}

/** `rendered SRC`: a template of the controller, rendered with the step's variables. */
export type RenderedAnswer = { readonly path: string; readonly text: string; readonly mode: number }

/** `tree PATH`: everything below a folder, by its relative path; the folder itself is ''. */
export type TreeAnswer = {
  readonly entries: Readonly<
    Record<
      string,
      Pick<
        FileAnswer,
        'type' | 'mode' | 'uid' | 'gid' | 'owner' | 'group' | 'size' | 'sha256' | 'target'
      > & {
        /** Seconds since 1970, when wanted. */
        readonly mtime?: number
      }
    >
  >
}

/** `local-tree SRC`: a file or folder of the controller with everything below it, digests and times too. */
export type LocalTreeAnswer = TreeAnswer & { readonly path: string }

/** What stat(2) tells. Times are floats, as Python has them. */
export type StatFields = {
  /** Type and permissions. */
  readonly raw: number
  readonly uid: number
  readonly gid: number
  readonly size: number
  readonly links: number
  readonly inode: number
  readonly device: number
  readonly blocks: number
  readonly blockSize: number
  readonly deviceType: number
  readonly atime: number
  readonly mtime: number
  readonly ctime: number
  /** UNKNOWN where the id has no name. */
  readonly owner: string
  readonly group: string
}

/** `stat PATH` */
export type StatAnswer = {
  readonly self: StatFields
  /** Of what a link leads to; nothing for a broken one. */
  readonly real?: StatFields
  /** Where a link points, as it says and in the end. */
  readonly target?: string
  readonly realPath?: string
  readonly readable: boolean
  readonly writeable: boolean
  readonly executable: boolean
  /** Of a regular file, by algorithm, when wanted. */
  readonly digests?: Readonly<Record<string, string>>
  /** When wanted; nothing where the host cannot tell. */
  readonly mime?: { readonly type: string; readonly charset: string }
  /** When wanted; empty where the file system has none. */
  readonly attributes?: { readonly version?: string; readonly flags?: string }
}

/** `glob PATTERN`: the paths it finds, sorted as the shell does; absent when it finds none. */
export type GlobAnswer = { readonly paths: readonly string[] }

/** `command …`: a program that only looks. */
export type CommandAnswer = { readonly rc: number; readonly out: string; readonly err: string }

/** `kernel-module NAME`; absent when neither the kernel nor a configuration file knows it. */
export type KernelModuleAnswer = {
  readonly loaded: 'loaded' | 'builtin' | 'no'
  /** Texts of the files in /etc/modules-load.d and /etc/modprobe.d that speak of it, when wanted. */
  readonly files: Readonly<Record<string, string>>
}

/** `service NAME`: a unit of systemd, or a script of another init. */
export type ServiceAnswer = {
  /** What it is really called: `sshd` may be an alias of ssh.service. */
  readonly unit: string
  /** loaded, masked, not-found (an init script that systemd does not know), bad-setting, error. */
  readonly load: string
  /** active, inactive, failed, activating… */
  readonly active: string
  /** enabled, disabled, static, masked, generated… */
  readonly enabled: string
  /** Active, or on its way there: a service that is restarted for ever counts. */
  readonly isRunning: boolean
  /** Whether `systemctl is-enabled` would say yes. */
  readonly isEnabled: boolean
  readonly isMasked: boolean
  /** Another one after each start; empty where init knows no such thing. */
  readonly invocation: string
  /** Why its unit file cannot be loaded. */
  readonly problem?: string
  /** All properties, as `systemctl show` prints them. */
  readonly status: Readonly<Record<string, string>>
}

/** `user NAME` */
export type UserAnswer = {
  readonly name: string
  readonly uid: number
  readonly gid: number
  readonly comment: string
  readonly home: string
  readonly shell: string
  /** Names of the groups that list the user, sorted. */
  readonly groups: readonly string[]
  /** Nothing where the asker may not read it. */
  readonly shadow?: {
    readonly hash: string
    /** Days since 1970; -1 for never, as for the two below it. */
    readonly expires: number
    /** Days between changes of the password. */
    readonly min: number
    readonly max: number
    /** Days of warning before the password expires. */
    readonly warn: number
  }
}

/** `group NAME`, or its number. */
export type GroupAnswer = { readonly name: string; readonly gid: number }
