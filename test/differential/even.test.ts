// One half of the modules, beside the real ones.
import { compareModules } from './compare-modules.ts'

compareModules(0)
