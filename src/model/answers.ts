// What questions are answered with, by kind. Absent subjects have no answer of these types.

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
  readonly entries?: readonly { readonly path: string; readonly type: 'file' | 'directory'; readonly mode: number; readonly size: number; readonly sha256: string }[]
}

/** `rendered SRC`: a template of the controller, rendered with the step's variables. */
export type RenderedAnswer = { readonly path: string; readonly text: string; readonly mode: number }

/** `tree PATH`: everything below a folder, by its relative path; the folder itself is ''. */
export type TreeAnswer = {
  readonly entries: Readonly<Record<string, Pick<FileAnswer, 'type' | 'mode' | 'uid' | 'gid' | 'owner' | 'group' | 'size' | 'sha256' | 'target'>>>
}

/** `command …`: a program that only looks. */
export type CommandAnswer = { readonly rc: number; readonly out: string; readonly err: string }
