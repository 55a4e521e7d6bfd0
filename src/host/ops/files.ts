// The acts on paths: each one or two plain commands. What they say on stderr is the reason of a failure.
import { quote } from '../../base/shell.ts'
import { modeText } from '../../base/units.ts'
import type { Attrs, Op } from '../../model/change.ts'

/** Five digits: with fewer, GNU's chmod leaves a folder its set-id bits. */
const wholeMode = (mode: number): string => modeText(mode).padStart(5, '0')

/** owner, group, mode on a path, in this order: a change of owner clears set-id bits. */
export const attrsScript = (
  path: string,
  attrs: Attrs,
  how: { recurse?: boolean; follow?: boolean } = {},
): string => {
  const p = quote(path)
  const deep = how.recurse ? '-R ' : ''
  const link = how.follow ? '' : '-h '
  return [
    ...(attrs.owner === undefined
      ? []
      : [`chown ${deep}${link}-- ${quote(String(attrs.owner))} ${p}`]),
    ...(attrs.group === undefined
      ? []
      : [`chgrp ${deep}${link}-- ${quote(String(attrs.group))} ${p}`]),
    ...(attrs.mode === undefined ? [] : [`chmod ${deep}-- ${wholeMode(attrs.mode)} ${p}`]),
  ].join(' && ')
}

const withAttrs = (script: string, path: string, attrs: Attrs | undefined): string => {
  const then = attrsScript(path, attrs ?? {})
  return then === '' ? script : `${script} && ${then}`
}

/** A link is made under another name first, so that the path is never without it. */
const placed = (make: string, path: string): string => {
  const temporary = quote(`${path}.mokplay~`)
  return `rm -f ${temporary} && ${make} ${temporary} && mv -fT -- ${temporary} ${quote(path)}`
}

type FileOp = Exclude<Op, { op: 'write' | 'run' | 'fetch' | 'reconnect' }>

export const fileScript = (op: FileOp): string => {
  switch (op.op) {
    case 'attrs':
      return attrsScript(op.path, op.attrs, op)
    case 'mkdir':
      return withAttrs(
        `{ mkdir -- ${quote(op.path)} 2>/dev/null || [ -d ${quote(op.path)} ] || mkdir -- ${quote(op.path)}; }`,
        op.path,
        op.attrs,
      )
    case 'remove':
      return op.recurse ? `rm -rf -- ${quote(op.path)}` : `rm -f -- ${quote(op.path)}`
    case 'link':
      return withAttrs(placed(`ln -sT -- ${quote(op.target)}`, op.path), op.path, op.attrs)
    case 'hardlink':
      return withAttrs(placed(`ln -T -- ${quote(op.target)}`, op.path), op.path, op.attrs)
    case 'copy':
      return withAttrs(`cp -RPp -- ${quote(op.target)} ${quote(op.path)}`, op.path, op.attrs)
    case 'move':
      return withAttrs(`mv -f -- ${quote(op.target)} ${quote(op.path)}`, op.path, op.attrs)
    case 'touch':
      return touchScript(op)
  }
}

const touchScript = (op: Extract<Op, { op: 'touch' }>): string => {
  const p = quote(op.path)
  const one = (flag: string, when: string | undefined): string[] =>
    when === undefined ? [] : [`touch ${flag} ${when === 'now' ? '' : `-d ${quote(when)} `}-- ${p}`]
  return [`{ [ -e ${p} ] || : >${p}; }`, ...one('-a', op.access), ...one('-m', op.modified)].join(
    ' && ',
  )
}
