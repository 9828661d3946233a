#!/usr/bin/env bash
# On a booted, empty machine: the commands of docs/deploy.md one by one, then what an operator does in the shop's first week.
set -euo pipefail
cd /opt/sensasiwangi

said() { printf '\n== %s\n' "$*"; }
ready() { # PORT
  for _ in $(seq 240); do
    if curl -sf -o /dev/null "http://127.0.0.1:$1/api/ready"; then return; fi
    sleep 0.25
  done
  echo "Nobody is ready on port $1" && exit 1
}
filled_in() { # what only the operator knows
  python3 - <<'PY'
import re, secrets
from pathlib import Path
file = Path("/etc/sensasiwangi/shop.env")
words = file.read_text()
for name, value in {
    "APP_ENV": "production", "SITE_URL": "https://toko.example", "TRUSTED_PROXIES": "1",
    "DATABASE_URL": "postgresql://toko:dua@127.0.0.1/toko", "MIGRATION_DATABASE_URL": "postgresql://toko_migrasi:satu@127.0.0.1/toko",
    "SESSION_SECRET_KEY": secrets.token_hex(32), "BANK_ACCOUNTS": "BCA:7770123456:PT Toko",
    "SUPPORT_WHATSAPP": "628119998887", "SUPPORT_EMAIL": "bantuan@toko.co.id",
}.items():
    words = re.sub(rf"(?m)^{name}=.*$", f"{name}={value}", words)
file.write_text(words)
PY
}

said "What was there before: a certificate and a name"
install -d /etc/letsencrypt/live/toko.example
(cd /etc/letsencrypt/live/toko.example && openssl req -x509 -newkey rsa:2048 -nodes -days 3 -subj /CN=toko.example \
  -addext subjectAltName=DNS:toko.example -keyout privkey.pem -out fullchain.pem 2>/dev/null)
cp /etc/letsencrypt/live/toko.example/fullchain.pem /usr/local/share/ca-certificates/toko.crt
update-ca-certificates >/dev/null
echo "127.0.0.1 toko.example" >>/etc/hosts
systemctl start postgresql@15-main

said "The commands of docs/deploy.md"
sed -n '/^## One machine/,/^A new release/s/^    //p' docs/deploy.md >/trial/commands
while IFS= read -r command <&3; do
  echo "+ $command"
  [[ $command == *"environment.py"* ]] || eval "$command" # done before the boot, with a network
  [[ $command != *"/shop.env"* ]] || filled_in
done 3</trial/commands
systemctl restart nginx

said "Something to sell, and a visit from outside"
APP_ENV=development DATABASE_URL=postgresql://toko_migrasi:satu@127.0.0.1/toko .venv/bin/flask --app wsgi seed
ready 8001 && ready 8002
sensasiwangi smoke https://toko.example --register --email cek@toko.co.id --password "$(openssl rand -hex 12)" --no-limits --database

said "A new release, one instance after the other"
deploy/restart.sh

said "An instance that somebody kills is back"
killed=$(systemctl show -p MainPID --value sensasiwangi-web@8001)
kill -9 "$killed"
while [ "$(systemctl show -p MainPID --value sensasiwangi-web@8001)" = "$killed" ]; do sleep 0.1; done
ready 8001

said "A switch, from this machine"
sensasiwangi switch checkout off
[ "$(curl -s -o /dev/null -w '%{http_code}' -X POST -H 'Sec-Fetch-Site: same-origin' https://toko.example/checkout)" = 503 ]
sensasiwangi switch checkout on

said "A backup, and a log that is moved away"
systemctl start sensasiwangi-backup
ls /var/lib/sensasiwangi/backups
logrotate -f /etc/logrotate.d/sensasiwangi
curl -s -o /dev/null https://toko.example/checkout
grep -cE "checkout|order" /var/log/sensasiwangi/app.log.1
until grep -qE "checkout|order" /var/log/sensasiwangi/app.log 2>/dev/null; do sleep 0.1; done # a line is written within a second

said "Preflight: everything but the mail server and the services of others"
sensasiwangi preflight || true
sensasiwangi preflight --json >/trial/preflight.json || true
python3 - <<'PY'
import json
checks = json.load(open("/trial/preflight.json"))["checks"]
red = {check["id"] for check in checks if check["state"] == "failed"}
raise SystemExit(f"also red: {red}" if red - {"services.mail", "settings.supabase"} else 0)
PY
systemctl --no-pager list-units 'sensasiwangi*'
[ -z "$(systemctl --no-legend --failed list-units 'sensasiwangi*')" ]
