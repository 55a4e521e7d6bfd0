// Why an archive is not read here.

/** A clause: "it ends too early". */
export class ArchiveProblem extends Error {}
