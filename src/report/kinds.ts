// What `--output` takes. Apart from the reporters, so that who asks for help need not load them.

export const KINDS = ['auto', 'lines', 'classic', 'minimal', 'oneline', 'json', 'jsonl'] as const
export type ReporterKind = (typeof KINDS)[number]
