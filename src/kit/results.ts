// What Ansible's file modules return about a path. Unknown parts stay unknown: they are passed on, never read.
import { isUnknown, raw, UnknownRead, type Unknown } from '../base/unknown.ts'
import type { FileAnswer } from '../model/answers.ts'

/** uid, gid, owner, group, mode, state, size: what is there; nothing but the state where nothing is. */
export const fileResult = (file: FileAnswer | undefined): Readonly<Record<string, unknown>> => {
  const now = raw(file)
  if (!now) return { state: 'absent' }
  return {
    uid: now.uid,
    gid: now.gid,
    owner: now.owner,
    group: now.group,
    // As Ansible prints it: 0644, but 02755.
    mode: isUnknown(now.mode) ? now.mode : `0${now.mode.toString(8).padStart(3, '0')}`,
    state: stateOf(now),
    size: now.size,
  }
}

const stateOf = (file: FileAnswer): string => {
  if (file.type === 'link' || file.type === 'directory') return file.type
  return !isUnknown(file.links) && file.links > 1 ? 'hard' : 'file'
}

/** The sentences of what fileResult gives. */
export const fileReturns = {
  uid: 'Id of the owner.',
  gid: 'Id of the group.',
  owner: 'The owner.',
  group: 'The group.',
  mode: 'Its permissions, octal.',
  state: 'What it is: file, directory, link, hard or absent.',
  size: 'Its bytes.',
} as const

/** A value that hangs on what programs print: in a dry run unknown, beside others that are known. */
export const orUnknown = <T>(read: () => T): T | Unknown => {
  try {
    return read()
  } catch (problem) {
    if (problem instanceof UnknownRead) return problem.unknown
    throw problem
  }
}
