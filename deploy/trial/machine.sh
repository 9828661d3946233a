#!/usr/bin/env bash
# An empty Debian is made and booted in a container of systemd's own, and the shop put on it by the very commands of
# docs/deploy.md, "One machine"; deploy/trial/steps.sh does and judges that inside. As root: deploy/trial/machine.sh [DIRECTORY]
set -euo pipefail
cd "$(dirname "$0")/../.."

place=${1:-var/machine}
packages=systemd-sysv,dbus,nginx,postgresql,python3,python3-venv,ca-certificates,openssl,logrotate,procps,curl
for program in mmdebstrap systemd-nspawn; do
  command -v "$program" >/dev/null || { echo "There is no $program here: apt-get install mmdebstrap systemd-container" >&2; exit 1; }
done

tree=$place/tree
if [ ! -d "$tree" ]; then
  mkdir -p "$place"
  mmdebstrap --quiet --variant=minbase --include="$packages" bookworm "$place/unfinished"
  mv "$place/unfinished" "$tree"
fi
rm -rf "$tree/opt/sensasiwangi"
git clone --quiet . "$tree/opt/sensasiwangi"
make --quiet -C "$tree/opt/sensasiwangi" release
# What is downloaded is downloaded before it is booted: inside there is no network.
cp /etc/resolv.conf "$tree/etc/resolv.conf"
cp /etc/ssl/certs/ca-certificates.crt "$tree/etc/ssl/certs/ca-certificates.crt"
chroot "$tree" sh -c 'cd /opt/sensasiwangi && python3 tools/environment.py .venv'

cat >"$tree/etc/systemd/system/trial.service" <<'UNIT'
[Unit]
Description=The shop is put on this machine
[Service]
Type=oneshot
TimeoutStartSec=15min
ExecStart=/opt/sensasiwangi/deploy/trial/steps.sh
ExecStopPost=/bin/sh -c 'echo "$EXIT_STATUS" >/trial/status; systemctl --no-block poweroff'
StandardOutput=file:/trial/log
StandardError=inherit
[Install]
WantedBy=multi-user.target
UNIT
mkdir -p "$tree/etc/systemd/system/multi-user.target.wants"
ln -sf ../trial.service "$tree/etc/systemd/system/multi-user.target.wants/trial.service"
mkdir -p "$place/told"
rm -f "$place/told/status"
systemd-nspawn --quiet --directory "$tree" --ephemeral --bind "$(realpath "$place")/told:/trial" --private-network --register=no \
  --keep-unit --machine sensasiwangi --boot >"$place/console.log" 2>&1
cat "$place/told/log"
[ "$(cat "$place/told/status")" = 0 ]
