// `&expression` as an argument of a function of JMESPath.
export class Reference {
  readonly apply: (value: unknown) => unknown
  constructor(apply: (value: unknown) => unknown) {
    this.apply = apply
  }
}
