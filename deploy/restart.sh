#!/usr/bin/env bash
# Replaces the web instances one after the other without a request that fails: out of nginx, stopped when it has finished
# what it does, started, asked until it can answer, and back. Where nginx has no lists, whoever stands in front has to find a running
# instance by itself, as Caddy does. As root: deploy/restart.sh [PORT…], by default 8001 8002.
set -euo pipefail

upstreams=${UPSTREAMS:-/etc/nginx/sensasiwangi}
patience=${PATIENCE:-60}
drain=${DRAIN:-3} # seconds that nginx takes to follow
reload=${RELOAD:-"systemctl reload nginx"}
restart=${RESTART:-"systemctl restart sensasiwangi-web@"}

mark() { # mark PORT down|up: nginx sends nothing new there, what runs comes to its end
  compgen -G "$upstreams/*.conf" >/dev/null || return 0
  sed -i -E "/^server 127\.0\.0\.1:$1 /{s/ down;/;/;$([ "$2" = up ] || echo 's/;/ down;/')}" "$upstreams"/*.conf
  $reload
  sleep "$drain"
}

ready() { # the process answers, and the database has what this release needs
  python3 - "$1" <<'PY'
import sys
from urllib.request import urlopen
try:
    urlopen(f"http://127.0.0.1:{sys.argv[1]}/api/ready/serving", timeout=3)
except OSError:
    raise SystemExit(1)
PY
}

for port in "${@:-8001 8002}"; do
  for one in $port; do
    mark "$one" down
    $restart"$one"
    began=$SECONDS
    until ready "$one"; do
      if [ $((SECONDS - began)) -ge "$patience" ]; then
        echo "The instance on port $one is not ready after $patience seconds; it stays out, the others serve" >&2
        exit 1
      fi
      sleep 0.2
    done
    mark "$one" up
    echo "→ $one serves the new release"
  done
done
