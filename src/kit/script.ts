// Scripts of modules: their text travels in the environment, so that what people read shows a name and its words.

/** sh that runs a script; its words are $1 and so on, and its name stands in messages. */
export const script = (
  name: string,
  text: string,
  words: readonly string[],
): { readonly argv: readonly string[]; readonly env: { readonly script: string } } => ({
  argv: ['sh', '-c', 'eval "$script"', name, ...words],
  env: { script: text },
})
