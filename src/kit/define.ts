// How a module is made, and how it says no.
import type { ArgsSpec, Module, Reads } from '../model/module.ts'

/** A module, typed by its own arguments and questions. */
export const defineModule = <const S extends ArgsSpec, R extends Reads>(
  module: Module<S, R>,
): Module<S, R> => module

/** An argument that cannot be as it is: shown on that very key of the playbook. */
export class Refusal extends Error {
  readonly argument: string | undefined
  constructor(argument: string | undefined, reason: string) {
    super(reason)
    this.name = 'Refusal'
    this.argument = argument
  }
}

/** The host is in a state that the module cannot go on from: the task fails with this sentence. */
export class Failure extends Error {
  readonly vars: Readonly<Record<string, unknown>>
  constructor(reason: string, vars: Readonly<Record<string, unknown>> = {}) {
    super(reason)
    this.name = 'Failure'
    this.vars = vars
  }
}
