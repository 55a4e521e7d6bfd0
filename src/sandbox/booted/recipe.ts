// What goes into an image: Debian packages, files, and a script that runs in it once. Data only; see image.ts.

export type Recipe = {
  readonly packages: readonly string[]
  /** Packages that are not installed: they lie in /srv/debs/pool/archive with all they need. */
  readonly offers: readonly string[]
  /** Files by path, written before the script runs. What stands in a bin folder, or is no text to read, can be run. */
  readonly files: Readonly<Record<string, string>>
  /** bash, as root in the image, with its files in place: without network. */
  readonly script: string
  /** Folders that lie on the machine's file system rather than on the overlay. */
  readonly folders: readonly string[]
}

/** One recipe upon another: packages and files of both, one script after the other. */
export const upon = (below: Recipe, above: Recipe): Recipe => ({
  packages: [...below.packages, ...above.packages],
  offers: [...below.offers, ...above.offers],
  files: { ...below.files, ...above.files },
  script: `${below.script}\n${above.script}`,
  folders: [...below.folders, ...above.folders],
})
