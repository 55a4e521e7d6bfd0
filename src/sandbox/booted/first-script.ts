// Process 1 of a booted host for its first moment: takes back what a container shows otherwise than a server does, then
// becomes systemd. It lies in the image.

/**
 * Settings that belong to the whole machine. A host gets a file of its own over each: it begins with the machine's
 * value, can be set, and is forgotten with a reboot; no kernel behaviour follows.
 */
const OWN_SETTINGS = [
  'vm/swappiness',
  'vm/overcommit_memory',
  'vm/panic_on_oom',
  'vm/max_map_count',
  'vm/dirty_ratio',
  'vm/dirty_background_ratio',
  'kernel/panic',
  'kernel/panic_on_oops',
  'kernel/pid_max',
  'kernel/keys/root_maxkeys',
  'kernel/keys/root_maxbytes',
  'fs/inotify/max_user_watches',
  'fs/inotify/max_user_instances',
  'fs/file-max',
  'fs/may_detach_mounts',
] as const

/** Kernel options and the module that each would be, if it were one. */
const BUILT_IN = {
  BRIDGE: 'net/bridge/bridge',
  BRIDGE_NETFILTER: 'net/bridge/br_netfilter',
  OVERLAY_FS: 'fs/overlayfs/overlay',
  NF_CONNTRACK: 'net/netfilter/nf_conntrack',
  NF_TABLES: 'net/netfilter/nf_tables',
  NF_NAT: 'net/netfilter/nf_nat',
  IP_SET: 'net/netfilter/ipset/ip_set',
  IP_VS: 'net/netfilter/ipvs/ip_vs',
  IP_VS_RR: 'net/netfilter/ipvs/ip_vs_rr',
  IP_VS_WRR: 'net/netfilter/ipvs/ip_vs_wrr',
  IP_VS_SH: 'net/netfilter/ipvs/ip_vs_sh',
  IP_NF_IPTABLES: 'net/ipv4/netfilter/ip_tables',
  VXLAN: 'drivers/net/vxlan/vxlan',
  NET_IPIP: 'net/ipv4/ipip',
  VETH: 'drivers/net/veth',
  TUN: 'drivers/net/tun',
  DUMMY: 'drivers/net/dummy',
  WIREGUARD: 'drivers/net/wireguard/wireguard',
  NET_SCH_NETEM: 'net/sched/sch_netem',
  BLK_DEV_LOOP: 'drivers/block/loop',
  FUSE_FS: 'fs/fuse/fuse',
  XFS_FS: 'fs/xfs/xfs',
  BTRFS_FS: 'fs/btrfs/btrfs',
  EXT4_FS: 'fs/ext4/ext4',
} as const

export const FIRST_SCRIPT = `#!/bin/bash
set -u

# Control groups are the host's own, seen through a namespace, so it may change them: nspawn shows those of
# version 1 read-only.
for groups in /sys/fs/cgroup /sys/fs/cgroup/*/; do
  mountpoint -q "$groups" && mount -o remount,bind,rw "$groups"
done

# nspawn hides most of /sys; what the kernel has built in stands in /sys/module.
if [ ! -e /sys/module ]; then
  mkdir -p /run/whole-sys
  mount -t sysfs -o ro sysfs /run/whole-sys
  mount -o remount,bind,rw /sys
  mkdir -p /sys/module /sys/fs/bpf
  mount --bind /run/whole-sys/module /sys/module
fi

# As systemd leaves it on a server; container runtimes count on it.
mount --make-rshared /

own=/run/own-settings
mkdir -p "$own"
for setting in ${OWN_SETTINGS.join(' ')}; do
  [ -e "/proc/sys/$setting" ] || continue
  cat "/proc/sys/$setting" >"$own/\${setting//\\//.}"
  mount --bind "$own/\${setting//\\//.}" "/proc/sys/$setting"
done

# A kernel with everything built in has no module files. modprobe believes a list, which is made by what the kernel says.
modules=/lib/modules/$(uname -r)
if [ ! -e "$modules/modules.builtin" ] && [ -e /proc/config.gz ]; then
  mkdir -p "$modules"
  zcat /proc/config.gz >/run/kernel-config
  while read -r option module; do
    grep -q "^CONFIG_$option=y" /run/kernel-config && echo "kernel/$module.ko"
  done >"$modules/modules.builtin" <<'LIST'
${Object.entries(BUILT_IN)
  .map(([option, module]) => `${option} ${module}`)
  .join('\n')}
LIST
  : >"$modules/modules.order"
  : >"$modules/modules.builtin.modinfo"
  depmod
fi

exec /lib/systemd/systemd
`
