// `filesystem DEVICE`: what blkid finds on a device; with sizes when wanted, each told by the file system's own program.
import { quote } from '../../base/shell.ts'
import type { Answer } from '../../model/change.ts'
import type { FilesystemAnswer } from '../../model/disk-answers.ts'
import type { Probe } from '../../model/module.ts'
import { absent, failed, known, utf8, type Kind } from '../kind.ts'

const wantsSizes = (probe: Probe<FilesystemAnswer>): boolean => probe.ask?.['sizes'] === true

const SCRIPT = `f() {
if [ ! -e "$1" ]; then echo '= absent'; return; fi
command -v blkid >/dev/null || { echo '= missing'; return; }
echo '= device'
t=$(blkid -c /dev/null -o value -s TYPE "$1"); printf 'type %s\\n' "$t"
printf 'uuid %s\\n' "$(blkid -c /dev/null -o value -s UUID "$1")"
[ -n "$2" ] || return
if [ -b "$1" ]; then printf 'device %s\\n' "$(blockdev --getsize64 "$1")"; else printf 'device %s\\n' "$(wc -c <"$1")"; fi
m=$(findmnt --noheadings --output TARGET --source "$1" | head -n 1); printf 'mount %s\\n' "$m"
case $t in
  ext*) tune2fs -l "$1";;
  xfs) xfs_info "\${m:-$1}";;
  btrfs) btrfs filesystem show --raw "$1";;
  LVM2_member) pvs --noheadings --units b --nosuffix -o pv_size "$1" | sed 's/^ */pv /';;
  vfat) fatresize --info "$1";;
  f2fs) dump.f2fs "$1";;
esac
}`

/** Bytes in what the programs print. */
const sizeIn = (text: string): number | undefined => {
  const number = (pattern: RegExp): number | undefined => {
    const found = pattern.exec(text)?.[1]
    return found === undefined ? undefined : Number(found)
  }
  const product = (a: number | undefined, b: number | undefined): number | undefined =>
    a === undefined || b === undefined ? undefined : a * b
  return (
    product(number(/^Block count: +(\d+)$/m), number(/^Block size: +(\d+)$/m)) ??
    product(number(/^data .*bsize=(\d+)/m), number(/^data .*blocks=(\d+)/m)) ??
    number(/^\s*devid .* size (\d+) used/m) ??
    number(/^pv (\d+)$/m) ??
    number(/^(?:Size|Cur size): *(\d+)$/m) ??
    product(number(/sector size = (\d+)/), number(/total FS sectors = (\d+)/))
  )
}

export const filesystemKind: Kind<FilesystemAnswer> = {
  kind: 'filesystem',
  script: probes =>
    [
      SCRIPT,
      ...probes.map(probe => `f ${quote(probe.id)} ${wantsSizes(probe) ? 'sizes' : "''"}`),
    ].join('\n'),
  parse: (text, probes) => {
    const parts = utf8(text)
      .split(/^= (?=(?:absent|missing|device)$)/m)
      .slice(1)
    return probes.map((_probe, index): Answer<FilesystemAnswer> => {
      const part = parts[index] ?? ''
      if (part.startsWith('absent\n')) return absent
      if (!part.startsWith('device\n'))
        return failed('blkid is not on the host: install util-linux first')
      const told = (name: string): string | undefined =>
        new RegExp(`^${name} (.*)$`, 'm').exec(part)?.[1]
      const [device, mount, size] = [told('device'), told('mount'), sizeIn(part)]
      return known({
        type: told('type') ?? '',
        uuid: told('uuid') ?? '',
        ...(device !== undefined && { deviceSize: Number(device) }),
        ...(mount !== undefined && { mount }),
        ...(size !== undefined && { size }),
      })
    })
  },
  covers: (had, _answer, wanted) => wantsSizes(had) || !wantsSizes(wanted),
  show: ({ type, uuid, size }, beside) => ({
    type: type === '' ? 'none' : type,
    ...(uuid !== '' && (typeof uuid === 'string' || beside?.uuid) && { uuid: nameOf(uuid) }),
    ...(size !== undefined && {
      size: typeof size === 'number' ? `${size} bytes` : 'the whole device',
    }),
  }),
}

/** A new file system has a name that nobody knows before. */
const nameOf = (uuid: unknown): string => (typeof uuid === 'string' ? uuid : 'a new one')
