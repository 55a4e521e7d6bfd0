// A vaulted value in YAML. What is wrong with the paper around it is said when it is read; whether a password opens
// it, when it is used.
import { Sealed } from '../base/sealed.ts'
import type { Source } from '../base/source.ts'
import type { Diagnostic } from '../base/diagnostic.ts'
import { envelopeProblem } from '../base/vault/envelope.ts'
import { vaultDiagnostic } from '../base/vault/mistake.ts'

/** The value whose text stands between two offsets, in a block of its own or not. */
export const sealedValue = (
  source: Source,
  text: string,
  at: { readonly from: number; readonly to: number; readonly isBlock: boolean },
): { readonly sealed: Sealed; readonly problem: Diagnostic | undefined } => {
  const from = at.isBlock ? source.text.indexOf('\n', at.from) + 1 : at.from
  const where = { file: source.file, from, written: source.text.slice(from, at.to) }
  const problem = envelopeProblem(text)
  return {
    sealed: new Sealed(text, where),
    problem: problem && { ...vaultDiagnostic(problem, 'the value', where), severity: 'warning' },
  }
}
