// All that a module may import; published as "mokplay/kit".
export { arg, fileArgs } from './arg.ts'
export { defineModule, Failure, Refusal } from './define.ts'
export { missingAttrs, modeBits, newAttrs, withAttrs, type WantedAttrs } from './attrs.ts'
export {
  answer,
  around,
  change,
  deed,
  toAbsent,
  toAttrs,
  toContent,
  toText,
  toValue,
  type FileWish,
} from './change.ts'
export { probe } from './probe.ts'
export { absolute, below, nameOf, parentOf, parentsOf, resolved } from './paths.ts'
export { isFolder, realOf, targetOf, targetReads, textOf, type Target } from './target.ts'
export { folderReads, needFolder, toFolder, toFolders, type FolderReads } from './folders.ts'
export {
  deliver,
  deliveryReads,
  deliveryResult,
  deliveryTarget,
  type Delivery,
  type DeliveryReads,
  type DeliveryState,
} from './deliver.ts'
export {
  bareResult,
  bareReturns,
  commandReads,
  commandResult,
  commandReturns,
  pythonLines,
  toCommand,
} from './command.ts'
export {
  attributesToo,
  editReads,
  editTarget,
  textNow,
  toEdited,
  type EditState,
} from './edited.ts'
export { encodeText } from './encode.ts'
export { fileResult, fileReturns, orUnknown } from './results.ts'
export { statFlags } from './stat-flags.ts'
export {
  checkUnitName,
  missing as missingUnit,
  planUnit,
  unitOf,
  unitReads,
  unitResult,
  type UnitWish,
} from './systemd-unit.ts'
export { managerOf, packageArgs } from './packages/any.ts'
export type { AptState } from './packages/apt.ts'
export type { DnfState } from './packages/dnf.ts'
export { aptArgs } from './packages/apt-args.ts'
export { aptReads } from './packages/apt-reads.ts'
export { aptUpdate } from './packages/apt-words.ts'
export { aptPlan } from './packages/apt.ts'
export { aptResult, aptReturns, explainApt } from './packages/apt-result.ts'
export { dnfArgs } from './packages/dnf-args.ts'
export { dnfPlan, dnfReads } from './packages/dnf.ts'
export { listed, listReads, packagesByDnf } from './packages/dnf-list.ts'
export { dnfResult, dnfReturns, explainDnf } from './packages/dnf-result.ts'
export { edit } from './edit/edit.ts'
export { holdsPort, joinPorts, richRule, withoutPort } from '../base/firewall.ts'
export { explainMissing } from './explain.ts'
export { backupIn, keepFile, keyProbe, toMade, toOpenssl } from './openssl.ts'
export * as pki from './pki/index.ts'
export { CURVES, fingerprints } from '../base/pki/public-key.ts'
export { modeText, parseOctal, parseSize } from '../base/units.ts'
export { command as commandLine, quote } from '../base/shell.ts'
export { fetched, fetchedBytes } from './fetched.ts'
export { script } from './script.ts'
export { PACK } from '../base/pack.ts'
export { globPattern } from '../base/glob.ts'
export { unescaped } from '../base/python-escapes.ts'
export {
  armored,
  dearmored,
  isArmored,
  longId,
  publicKeys,
  type PublicKey,
} from '../base/packages/openpgp.ts'
export { comparePython } from '../base/packages/pep440.ts'
export {
  isMet,
  rejoined,
  requirement,
  requirementsIn,
  type Requirement,
} from '../base/packages/requirement.ts'
export { shlexSplit } from '../base/shlex.ts'
export { chosenCollectors, factsToVars, filterFacts } from '../base/fact-subsets.ts'
export { jsonText } from '../base/json-text.ts'
export { isUnknown, raw, unknown, Unknown } from '../base/unknown.ts'
export { digest, equal, Float, sha256 } from '../base/value.ts'
export type * from '../model/answers.ts'
export type * from '../model/list-answers.ts'
export type * from '../model/disk-answers.ts'
export type * from '../model/security-answers.ts'
export type { Answer, Attrs, Change, Content, Op, Output } from '../model/change.ts'
export type { After, ArgsOf, Facts, Module, Probe, Reads, StateOf } from '../model/module.ts'
