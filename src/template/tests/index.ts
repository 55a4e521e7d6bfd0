// All tests, by the collection that they belong to.
import type { Tests } from '../plugin.ts'
import { fileTests } from './file.ts'
import { ipTests } from './ip.ts'
import { resultTests } from './result.ts'
import { valueTests } from './value.ts'
import { vaultTests } from './vault.ts'

export const TESTS: Readonly<Record<string, Tests>> = {
  'ansible.builtin': { ...valueTests, ...resultTests, ...fileTests, ...vaultTests },
  'ansible.utils': ipTests,
}
