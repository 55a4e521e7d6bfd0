// The word selinux=0 in what `grubby --info=ALL` prints: one `args="…"` line for each kernel.

const OFF = 'selinux=0'
const LINE = /^args="(.*)"$/gm

/** Whether all kernels have it, or none; undefined where they differ, or there are none. */
export const isOffInKernel = (info: string): boolean | undefined => {
  const kernels = [...info.matchAll(LINE)].map(([, words]) => words!.split(' ').includes(OFF))
  if (kernels.length === 0) return undefined
  return kernels.every(isOff => isOff) ? true : kernels.some(isOff => isOff) ? undefined : false
}

/** What grubby prints once it is there, or gone. */
export const withKernelArgument = (info: string, isOff: boolean): string =>
  info.replace(LINE, (_line, words: string) => {
    const others = words.split(' ').filter(word => word !== OFF && word !== '')
    return `args="${[...others, ...(isOff ? [OFF] : [])].join(' ')}"`
  })
