// `controller PATH`: a file of the controller, as `fetch` brings it. The engine answers; no host is asked.
import type { ControllerAnswer } from '../../model/answers.ts'
import type { Kind } from '../kind.ts'

export const controllerKind: Kind<ControllerAnswer> = {
  kind: 'controller',
  script: () => '',
  parse: () => [],
  same: (promised, found) => promised.type === found.type && promised.sha256 === found.sha256,
  show: (answer, beside) =>
    answer.text !== undefined && (!beside || beside.text !== undefined)
      ? answer.text
      : { size: String(answer.size), sha256: answer.sha256 },
}
