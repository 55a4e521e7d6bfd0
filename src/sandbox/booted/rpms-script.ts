// Small but real RPM packages, and repositories of them in /srv/rpms: what dnf is proven on. Part of the script that runs
// in the image el. The names are what playbooks for kubernetes ask for, and some that misbehave on purpose.

export const RPMS_SCRIPT = `
export GNUPGHOME=/tmp/keys HOME=/tmp/home GPG_TTY=none
out=/srv/rpms
build=/tmp/rpms
mkdir -p "$out"/{baseos,kubernetes,crio,unsigned} "$build" "$HOME"
mkdir -m 700 "$GNUPGHOME"
gpg --batch --quiet --pinentry-mode loopback --passphrase '' --quick-gen-key packages@test.invalid rsa2048 sign never 2>/dev/null
gpg --batch --armor --export packages@test.invalid >"$out/RPM-GPG-KEY"

# add PATH MODE: standard input becomes a file of the next package
add() { install -D -m "$2" /dev/stdin "$build/root$1"; }
# prints PATH TEXT: the same, for a command that prints a text
prints() { printf '#!/bin/sh\\necho "%s"\\n' "$2" | add "$1" 755; }
# service NAME: the same, for a service that only waits
service() {
  add "/usr/lib/systemd/system/$1.service" 644 <<UNIT
[Unit]
Description=$1, a stand-in
After=network.target
[Service]
ExecStart=/usr/bin/sleep infinity
Restart=always
[Install]
WantedBy=multi-user.target
UNIT
}

# package REPOSITORY NAME VERSION RELEASE [HEADERS [SCRIPTLETS]]: of the files that were added since the last one
package() {
  mkdir -p "$build/root"
  cat >"$build/spec" <<SPEC
Name: $2
Version: $3
Release: $4
Summary: $2, a stand-in for tests
License: MIT
BuildArch: noarch
AutoReqProv: no
\${5:-}
%description
It does nothing but be there.
\${6:-}
%install
cp -a $build/root/. %{buildroot}/
%files
$(cd "$build/root" && find . -type f -path './etc/*' -printf '%%config(noreplace) "/%P"\\n')
$(cd "$build/root" && find . ! -type d ! -path './etc/*' -printf '"/%P"\\n')
SPEC
  rpmbuild -bb --quiet --define '__os_install_post %{nil}' --define '_binaries_in_noarch_packages_terminate_build 0' \\
    --define '_binary_payload w2.gzdio' --define '_buildhost localhost' \\
    --define "_topdir $build/work" --define "_rpmdir $out/$1" \\
    --define '_build_name_fmt %%{NAME}-%%{VERSION}-%%{RELEASE}.%%{ARCH}.rpm' "$build/spec" >/dev/null
  rm -rf "$build/root"
}

# What the system below has, as far as packages ask for it.
prints /usr/share/rocky-release/about 'a stand-in for the base system'
package baseos rocky-release 8.5 1.el8 'Provides: system-release = 8.5
Provides: system-release(releasever) = 8
Provides: /bin/sh, bash, systemd, systemd-udev, glibc, coreutils, util-linux, procps-ng, kmod, iproute, iproute-tc
Provides: iptables, iptables-nft, nftables, conntrack-tools, socat, ethtool, ebtables, ipset
Provides: python3, python3-libselinux, openssh-server, sudo, curl, containernetworking-plugins'

for version in 1.7.0 1.8.0; do
  prints /usr/bin/tree-lister "tree-lister $version"
  printf 'version = %s\\ncolour = auto\\n' "$version" | add /etc/tree-lister.conf 644
  package baseos tree-lister "$version" 1.el8
done

prints /usr/bin/webd 'webd 2.4'
service webd
package baseos webd 2.4 3.el8 'Requires: /bin/sh, webd-data = 2.4-3.el8' '%post
systemctl daemon-reload >/dev/null 2>&1 || :
%preun
if [ $1 = 0 ]; then systemctl disable --now webd >/dev/null 2>&1 || :; fi'
echo data | add /usr/share/webd/data 644
package baseos webd-data 2.4 3.el8

package baseos needs-missing 1.0 1.el8 'Requires: nothing-provides-this >= 3'
package baseos conflicts-with-webd 1.0 1.el8 'Conflicts: webd'
package baseos broken-script 1.0 1.el8 'Requires: /bin/sh' "%pre
echo 'broken-script: refusing to be installed' >&2
exit 3"

for version in 1.21.6 1.22.0; do
  prints /usr/bin/kubectl "Client Version: v$version"
  package kubernetes kubectl "$version" 0
  prints /usr/bin/kubelet "Kubernetes v$version"
  service kubelet
  echo KUBELET_EXTRA_ARGS= | add /etc/sysconfig/kubelet 644
  package kubernetes kubelet "$version" 0 'Requires: iptables >= 0, kubernetes-cni >= 0.8.7, socat, util-linux
Requires: ethtool, iproute, ebtables, conntrack-tools'
  add /usr/bin/kubeadm 755 <<KUBEADM
#!/bin/sh
# A stand-in: leaves behind what playbooks look for.
case \\$1 in
version) echo v$version ;;
init)
  mkdir -p /etc/kubernetes/pki
  echo 'apiVersion: v1' >/etc/kubernetes/admin.conf
  echo 'Your Kubernetes control-plane has initialized successfully!' ;;
token) echo 'kubeadm join 192.0.2.1:6443 --token abcdef.0123456789abcdef --discovery-token-ca-cert-hash sha256:0' ;;
join) mkdir -p /etc/kubernetes; echo 'apiVersion: v1' >/etc/kubernetes/kubelet.conf ;;
reset) rm -rf /etc/kubernetes ;;
*) echo "kubeadm: unknown command \\"\\$1\\"" >&2; exit 1 ;;
esac
KUBEADM
  package kubernetes kubeadm "$version" 0 'Requires: kubelet >= 1.19.0, kubectl >= 1.19.0, kubernetes-cni >= 0.8.7
Requires: cri-tools >= 1.19.0'
done
package kubernetes kubernetes-cni 0.8.7 0
prints /usr/bin/crictl 'crictl version v1.22.0'
package kubernetes cri-tools 1.22.0 0

for version in 1.21.3 1.22.1; do
  prints /usr/bin/crio "crio version $version"
  service crio
  printf '[crio.runtime]\\nconmon_cgroup = "pod"\\ncgroup_manager = "systemd"\\n' | add /etc/crio/crio.conf 644
  package crio cri-o "$version" 1.module_el8 "ModularityLabel: cri-o:\${version%.*}:1:1
Requires: containernetworking-plugins"
  cat >>"$build/modules.yaml" <<MODULE
---
document: modulemd
version: 2
data:
  name: cri-o
  stream: "\${version%.*}"
  version: 1
  context: "1"
  arch: x86_64
  summary: cri-o, a stand-in for tests
  description: It does nothing but be there.
  license: {module: [MIT]}
  dependencies: [{buildrequires: {platform: [el8]}, requires: {platform: [el8]}}]
  profiles: {common: {rpms: [cri-o]}}
  artifacts: {rpms: ["cri-o-0:$version-1.module_el8.noarch"]}
...
MODULE
done

prints /usr/bin/unsigned-tool 'unsigned-tool 1.0'
package unsigned unsigned-tool 1.0 1.el8

rpmsign --define '__gpg /usr/bin/gpg' --define '_gpg_name packages@test.invalid' \\
  --addsign "$out"/{baseos,kubernetes,crio}/*.rpm >/dev/null
for repository in baseos kubernetes crio unsigned; do createrepo_c --quiet "$out/$repository"; done
modifyrepo_c --mdtype=modules "$build/modules.yaml" "$out/crio/repodata" >/dev/null
gpg --batch --quiet --armor --detach-sign "$out/kubernetes/repodata/repomd.xml"

# rpm knows one package: the one that stands for the system.
rpm --initdb
rpm --import "$out/RPM-GPG-KEY"
rpm --force-debian --install "$out"/baseos/rocky-release-*.rpm
gpgconf --kill gpg-agent
`
