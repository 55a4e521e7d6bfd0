// Conditions of older playbooks have {{ }} in them. As parentheses they mean the same, and so no value becomes code;
// inside a quoted text they are parts of it.

const TEXT = /'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"/g

/** The condition as a bare expression. */
export const bareCondition = (condition: string): string => {
  if (!condition.includes('{{')) return condition
  // A text within {{ }} is none around them: what is outside of quotes goes first.
  const inner: string[] = []
  const marked = condition.replace(/\{\{(.*?)\}\}/gs, (_, expression: string) => {
    inner.push(`(${expression})`)
    return `{{${inner.length - 1}}}`
  })
  return marked
    .replace(TEXT, text => {
      const quote = text[0]!
      const parts = text.replace(
        /\{\{(\d+)\}\}/g,
        (_, at: string) => `${quote} ~ {{${at}}} ~ ${quote}`,
      )
      return parts === text ? text : `(${parts})`
    })
    .replace(/\{\{(\d+)\}\}/g, (_, at: string) => inner[Number(at)]!)
}
