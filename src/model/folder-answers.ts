// What questions about what folders, files and archives hold are answered with.
import type { StatFields, TreeAnswer } from './answers.ts'

/** `bytes PATH`: what a file holds, links followed. */
export type BytesAnswer = {
  readonly base64?: string
  readonly size: number
  /** Why there is no content. */
  readonly trouble?: 'directory' | 'unreadable' | 'special' | 'big'
}

/** `fragments DIR`: what the files in a folder hold (links followed), by name. */
export type FragmentsAnswer = { readonly files: Readonly<Record<string, string>> }

/** What of a folder `find` shall tell. All of it may be left out. */
export type FindAsk = {
  /** So many levels are told, and so many walked; all when absent. */
  readonly depth?: number
  readonly walk?: number
  /** Links to folders are walked into. */
  readonly follow?: boolean
  readonly type?: 'file' | 'directory' | 'link'
  /** Names that begin with a dot, too. */
  readonly hidden?: boolean
  /** Any of these: names with `*` alone as wildcard. */
  readonly names?: readonly string[]
  /** Bytes, of files. */
  readonly least?: number
  readonly most?: number
  /** Days since the last change, at least. */
  readonly days?: number
  readonly sha1?: boolean
  /** Contents of files: the lines that hold this text, or whole ones that do. */
  readonly search?: { readonly literal: string; readonly whole: boolean }
}

/** `find DIR …`: what is in a folder and passes what the host can tell; times are seconds. */
export type FindAnswer = {
  /** The host's clock. */
  readonly now: number
  /** How many things were looked at. */
  readonly examined: number
  readonly found: readonly FoundEntry[]
  /** What could not be looked into, in the words of the host. */
  readonly complaints: readonly string[]
}

export type FoundEntry = Omit<StatFields, 'blocks' | 'blockSize' | 'deviceType'> & {
  /** Relative to the folder. */
  readonly path: string
  readonly sha1?: string
  /** When contents are searched: what may match, with the ends of its lines. */
  readonly text?: string
  readonly textless?: 'big'
}

/** `entries DIR NAME`: those of a list of paths below a folder that are there. */
export type EntriesAnswer = {
  readonly entries: Readonly<
    Record<string, TreeAnswer['entries'][string] & { readonly mtime?: number }>
  >
}

/** tar by what packs it; other: nothing that is known. */
export type ArchiveFormat = 'tar' | 'gzip' | 'bzip2' | 'xz' | 'zstd' | 'zip' | 'other'

/** `unpacked SRC into DEST …`: what is in an archive on the host, and how a folder differs from it. */
export type UnpackedAnswer = {
  readonly format: ArchiveFormat
  /** Without digests; nothing where the host's programs cannot tell. */
  readonly members?: readonly ArchiveMember[]
  /** Of those that are in the folder, the ones that hold something else. */
  readonly differing: readonly string[]
  /** Why it cannot be read. */
  readonly trouble?: string
}

/** `archive SRC`: an archive of the controller, searched as `local` searches, and what is in it. */
export type ArchiveAnswer = {
  readonly path: string
  readonly size: number
  readonly sha256: string
  readonly format: ArchiveFormat
  /** In the archive's order; nothing where only the host can read it. */
  readonly members?: readonly ArchiveMember[]
  /** Why it cannot be read, where it should be readable. */
  readonly trouble?: string
}

export type ArchiveMember = {
  /** As it is written there; a folder of a zip ends in a slash. */
  readonly name: string
  readonly type: 'file' | 'directory' | 'link' | 'hardlink' | 'other'
  /** Nothing where the archive comes from a system that has none. */
  readonly mode?: number
  readonly size: number
  /** Seconds since 1970. */
  readonly mtime?: number
  readonly uid?: number
  readonly gid?: number
  readonly owner?: string
  readonly group?: string
  readonly sha256?: string
  /** Where a link points, or the first name of a hardlink. */
  readonly target?: string
}

/** `sources …`: what paths and patterns stand for, and all that is below the folders among them. */
export type SourcesAnswer = {
  /** In the order of the paths; of a pattern all that it finds. */
  readonly found: readonly {
    readonly path: string
    /** Links are followed. */
    readonly type: 'folder' | 'file' | 'missing'
    /** Relative to the folder. */
    readonly below: readonly { readonly path: string; readonly isFolder: boolean }[]
  }[]
  /** What the patterns of paths that are left out find. */
  readonly excluded: readonly string[]
}

/** `packed DEST …`: whether an archive holds just what would be put into it now. */
export type PackedAnswer = { readonly isSame: boolean }

/** What is to be packed, and how. */
export type Packing = {
  readonly format: 'bz2' | 'gz' | 'tar' | 'xz' | 'zip'
  /** The folder that names in the archive begin at. */
  readonly root: string
  /** Names below it, sorted; of a zip, folders end in a slash. */
  readonly names: readonly string[]
  /** The one file is packed as it is, without an archive around it. */
  readonly alone: boolean
}
