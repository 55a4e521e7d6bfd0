// The two steps of making an image, for a shell in mount namespaces of their own, so that nothing stays mounted however they end.

/**
 * All packages, as Debian's installer would leave them. Environment: `packages` with commas, `offers` with blanks, `work` an
 * empty folder, `debs` where downloads are kept, `out` the file to make.
 */
export const PACKAGES_SCRIPT = `
set -eu
umask 022
# Debian's own archives, as apt knows them here, and no third party's.
apt-get indextargets --format 'deb $(REPO_URI) $(RELEASE) $(COMPONENT)' 'Created-By: Packages' 'Origin: Debian' |
  sort -u >"$work/sources.list"
if [ ! -s "$work/sources.list" ]; then
  echo "apt knows no Debian archive here: run apt-get update first" >&2
  exit 1
fi
# And the way to them: proxies and the like.
apt-config dump | grep -E '^Acquire::(https?|Retries|Check-Valid-Until|ForceIPv[46])' >"$work/apt.conf" || :
suite=$(. /etc/os-release; echo "$VERSION_CODENAME")
# Only what the image has not yet, and where a repository of it is made.
export offers offer='
[ -n "$offers" ] || exit 0
pool=$1/srv/debs/pool/archive
mkdir -p "$pool/partial"
APT_CONFIG=$MMDEBSTRAP_APT_CONFIG apt-get install --quiet --yes --no-install-recommends --download-only \\
  -o Dir::Cache::archives="$pool" $offers
rm -rf "$pool/partial" "$pool/lock"
'
set -- # texts for people, which nobody reads here
for texts in man doc info locale lintian; do set -- "$@" "--dpkgopt=path-exclude=/usr/share/$texts/*"; done
mmdebstrap --mode=root --variant=essential --format=directory --include="$packages" "$@" \\
  --aptopt="$work/apt.conf" \\
  --skip=download/empty --skip=essential/unlink \\
  --setup-hook='mkdir -p "$1/var/cache/apt/archives"' \\
  --setup-hook="sync-in '$debs' /var/cache/apt/archives" \\
  --customize-hook="sync-out /var/cache/apt/archives '$debs'" \\
  --customize-hook='sh -eu -c "$offer" offer "$1"' \\
  "$suite" "$work/root" "$work/sources.list"
cd "$work/root"
rm -rf var/cache/apt/archives var/lib/apt/lists
mkdir -p var/cache/apt/archives/partial var/lib/apt/lists/partial
# Where we had it all from is no business of the hosts, nor what we left out.
rm -f etc/apt/sources.list.d/* etc/apt/apt.conf.d/99mmdebstrap etc/dpkg/dpkg.cfg.d/99mmdebstrap
mksquashfs "$work/root" "$work/image" -comp zstd -Xcompression-level 3 -noappend -no-progress -quiet
mv "$work/image" "$out"
`

/**
 * What makes it a server, as a layer over the packages. Environment: `below` the packages' file, `script` to run inside, `work`
 * a folder with the files to add in files/, `out` the file to make.
 */
export const LAYER_SCRIPT = `
set -eu
umask 022
cd "$work"
mkdir -p below layer
device=$(losetup --find --show --read-only "$below")
mount -t squashfs -o ro "$device" below
losetup --detach "$device"
# In memory: an overlay's upper folder cannot lie on another overlay, as all of a container may.
mount -t tmpfs tmpfs layer
mkdir layer/upper layer/work layer/root
mount -t overlay -o lowerdir=below,upperdir=layer/upper,workdir=layer/work overlay layer/root
root=$work/layer/root
# Links first: /etc/os-release is one, and what it leads to is Debian's.
(cd files && find . -type f) | while read -r file; do rm -f "$root/$file"; done
cp -rT --preserve=mode files "$root"
mount -t proc proc "$root/proc"
mount --rbind /dev "$root/dev"
printf '%s' "$script" >"$root/tmp/script"
chroot "$root" env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LC_ALL=C.UTF-8 DEBIAN_FRONTEND=noninteractive \\
  bash -euo pipefail /tmp/script
umount "$root/proc"
umount -R -l "$root/dev"
rm -rf "$root"/tmp/* "$root"/root/.??* "$root"/var/cache/ldconfig "$root"/var/log/journal
# Still mounted: an agent of gpg may need a moment to end.
mksquashfs layer/upper image -comp zstd -Xcompression-level 3 -noappend -no-progress -quiet
mv image "$out"
`
