// How node's compiler works for us. Imported first, for its effect.
import { setFlagsFromString } from 'node:v8'

// Most runs last a second or two: by default a third of that goes into optimizing code that hardly runs again. Seven
// times the patience halves it, and costs long runs nothing (bench/README.md).
setFlagsFromString('--interrupt-budget=500000')
