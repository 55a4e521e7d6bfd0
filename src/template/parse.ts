// Text → tree: nunjucks' parser with Jinja2's statements. Kept: the walk over data, tags and
// blocks, `extends`. Replaced, each beside its reason: the tags that nunjucks parses wrongly or not
// at all.
import { didYouMean } from '../base/diagnostic.ts'
import { JinjaLexer, type LexOptions } from './lexer.ts'
import { TagParser } from './parse-tag.ts'
import { Problem } from './problem.ts'
import { walk, type Call, type Macro, type Node } from './tree.ts'

const TAGS = [
  'if',
  'for',
  'set',
  'block',
  'extends',
  'include',
  'import',
  'from',
  'macro',
  'call',
  'filter',
  'with',
  'autoescape',
  'do',
  'break',
  'continue',
] as const
type Tag = (typeof TAGS)[number]

/** Whether a node is more than blanks. */
const holdsMore = (node: Node): boolean =>
  node.typename === 'TemplateData'
    ? node.value.trim() !== ''
    : !['NodeList', 'Root', 'Output'].includes(node.typename)

class JinjaParser extends TagParser {
  #nested = 0
  #loops = 0

  // nunjucks has tags of its own (switch, asyncEach, verbatim) that Jinja2 does not know.
  override parseStatement(): Node | null {
    const token = this.peekToken()
    if (token?.type !== 'symbol') return this.unexpected('the name of a tag')
    if (this.breakOnBlocks?.includes(token.value)) return null
    if (!(TAGS as readonly string[]).includes(token.value))
      throw new Problem('template/syntax', `unknown tag "${token.value}"`, {
        place: { from: token.colno, to: token.end },
        hint: didYouMean(token.value, TAGS) ?? this.#expectedEnd(),
      })
    if (++this.#nested > 100) this.fail('tags are nested too deeply')
    const node = this.#statement(token.value as Tag)
    this.#nested--
    return node
  }

  #expectedEnd(): string | undefined {
    return this.breakOnBlocks ? `expected here: ${this.breakOnBlocks.join(', ')}` : undefined
  }

  #statement(tag: Tag): Node {
    switch (tag) {
      case 'extends':
        return super.parseStatement() as Node
      case 'if':
        return this.#if()
      case 'for':
        return this.#for()
      case 'set':
        return this.#set()
      case 'block':
        return this.#block()
      case 'include':
        return this.#include()
      case 'import':
        return this.#import()
      case 'from':
        return this.#fromImport()
      case 'macro':
        return this.#macro()
      case 'call':
        return this.#call()
      case 'filter':
        return this.#filter()
      case 'with':
        return this.#with()
      case 'autoescape':
        return this.#autoescape()
      case 'do':
        return this.#do()
      case 'break':
      case 'continue':
        return this.#leave(tag)
    }
  }

  // nunjucks cannot say which `if` has no end.
  #if(from = this.at()): Node {
    this.open()
    const cond = this.parseTuple()
    this.endOfTag()
    const body = this.parseUntilBlocks('elif', 'else', 'endif') as Node
    if (this.isNext('symbol', 'elif')) {
      const else_ = this.#if(from)
      return this.node(from, { typename: 'If', cond, body, else_ })
    }
    let else_: Node | null = null
    if (this.skipSymbol('else')) {
      this.endOfTag()
      else_ = this.parseUntilBlocks('endif') as Node
    }
    this.close('if', from)
    this.endOfTag()
    return this.node(from, { typename: 'If', cond, body, else_ })
  }

  // nunjucks reads `for x in y if cond` as an inline if over the whole list, and knows no
  // `recursive`.
  #for(): Node {
    const from = this.open()
    const name = this.target('in')
    if (!this.skipSymbol('in')) this.unexpected('"in"')
    const arr = this.parseTuple(() => this.parseOr() as Node, 'recursive')
    const test = this.skipSymbol('if') ? this.parseExpression() : undefined
    const recursive = this.skipSymbol('recursive')
    this.endOfTag()
    this.#loops++
    const body = this.parseUntilBlocks('endfor', 'else') as Node
    this.#loops--
    let else_: Node | undefined
    if (this.skipSymbol('else')) {
      this.endOfTag()
      else_ = this.parseUntilBlocks('endfor') as Node
    }
    this.close('for', from)
    this.endOfTag()
    return this.node(from, { typename: 'For', name, arr, test, recursive, body, else_ })
  }

  // Adds `set a, b = 1, 2`, `set ns.x = …` and `set x | filter`.
  #set(): Node {
    const from = this.open()
    const target = this.target()
    if (this.skipValue('operator', '=')) {
      const value = this.parseTuple()
      this.endOfTag()
      return this.node(from, { typename: 'Set', target, value })
    }
    const filter = this.isNext('pipe') ? this.parseFilter(this.#hole()) : undefined
    const body = this.body('set', from)
    return this.node(from, { typename: 'SetBlock', target, filter, body })
  }

  #hole(): Node {
    return this.node(this.at(), { typename: 'Hole' })
  }

  #filter(): Node {
    const from = this.open()
    const filter = this.parseFilter(this.parseFilterCall(this.#hole()))
    const body = this.body('filter', from)
    return this.node(from, { typename: 'FilterBlock', filter, body })
  }

  // Adds `scoped`, `required` and names with dashes in the end tag.
  #block(): Node {
    const from = this.open()
    const name = this.want('symbol', 'the name of the block').value
    const scoped = this.skipSymbol('scoped')
    const required = this.skipSymbol('required')
    const body = this.body('block', from, name)
    if (required && [...walk(body)].some(holdsMore))
      this.fail('a required block holds nothing but blanks and comments', 0, from)
    return this.node(from, { typename: 'Block', name, scoped, required, body })
  }

  // Adds `with context` and `without context`.
  #include(): Node {
    const from = this.open()
    const template = this.parseExpression()
    const ignoreMissing = this.skipSymbol('ignore')
    if (ignoreMissing && !this.skipSymbol('missing')) this.unexpected('"missing"')
    const withContext = this.withContext(true)
    this.endOfTag()
    return this.node(from, { typename: 'Include', template, ignoreMissing, withContext })
  }

  #import(): Node {
    const from = this.open()
    const template = this.parseExpression()
    if (!this.skipSymbol('as')) this.unexpected('"as"')
    const target = this.want('symbol', 'a name').value
    const withContext = this.withContext(false)
    this.endOfTag()
    return this.node(from, { typename: 'Import', template, target, withContext })
  }

  #fromImport(): Node {
    const from = this.open()
    const template = this.parseExpression()
    if (!this.skipSymbol('import')) this.unexpected('"import"')
    const names: [string, string][] = []
    while (
      !this.isNext('block-end') &&
      !this.isNext('symbol', 'with') &&
      !this.isNext('symbol', 'without')
    ) {
      if (names.length > 0) this.want('comma', '","')
      const name = this.want('symbol', 'the name of a macro').value
      names.push([name, this.skipSymbol('as') ? this.want('symbol', 'a name').value : name])
    }
    if (names.length === 0) this.unexpected('the name of a macro')
    const withContext = this.withContext(false)
    this.endOfTag()
    return this.node(from, { typename: 'FromImport', template, names, withContext })
  }

  // Adds defaults that are expressions, and the macro's name after `endmacro`.
  #macro(): Node {
    const from = this.open()
    const name = this.want('symbol', 'the name of the macro').value
    const parameters = this.parameters()
    const body = this.body('macro', from, name)
    return this.node(from, { typename: 'Macro', name, parameters, body })
  }

  // nunjucks puts the caller among the arguments of the call; here it stands apart.
  #call(): Node {
    const from = this.open()
    const parameters = this.isNext('left-paren') ? this.parameters() : []
    const call = this.parsePostfix(this.parsePrimary())
    if (call.typename !== 'FunCall')
      this.fail('a call was expected: {% call name(…) %}', 0, call.colno)
    const body = this.body('call', from)
    const caller = this.node(from, { typename: 'Macro', name: 'caller', parameters, body }) as Macro
    return this.node(from, { typename: 'CallBlock', call: call as Call, caller })
  }

  #with(): Node {
    const from = this.open()
    const pairs: [Node, Node][] = []
    while (!this.isNext('block-end')) {
      if (pairs.length > 0) this.want('comma', '","')
      const target = this.target('=')
      if (!this.skipValue('operator', '=')) this.unexpected('"="')
      pairs.push([target, this.parseExpression()])
    }
    const body = this.body('with', from)
    return this.node(from, { typename: 'With', pairs, body })
  }

  #autoescape(): Node {
    const from = this.open()
    const on = this.parseExpression()
    const body = this.body('autoescape', from)
    return this.node(from, { typename: 'Escape', on, body })
  }

  // Extensions of Jinja2's that Ansible has to be told of; here they are always there.
  #do(): Node {
    const from = this.open()
    const value = this.parseTuple()
    this.endOfTag()
    return this.node(from, { typename: 'Do', value })
  }

  #leave(how: 'break' | 'continue'): Node {
    const from = this.open()
    if (this.#loops === 0) this.fail(`"${how}" stands outside of any "for"`, 0, from)
    this.endOfTag()
    return this.node(from, { typename: 'Leave', how })
  }

  override advanceAfterVariableEnd(): void {
    this.want('variable-end', '"}}"')
  }

  /** A text that is one expression. */
  parseBare(): Node {
    const node = this.parseTuple()
    this.want('variable-end', 'the end of the expression')
    return node
  }
}

/** The tree of a text with templates, or of a bare expression. */
export const parse = (text: string, options: LexOptions): Node => {
  const parser = new JinjaParser(new JinjaLexer(text, options))
  return options.bare ? parser.parseBare() : (parser.parseAsRoot() as Node)
}
