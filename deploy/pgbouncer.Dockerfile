# PgBouncer as Debian builds it, for deploy/k8s/pgbouncer.yaml.
FROM debian:bookworm-slim
# hadolint ignore=DL3008
RUN apt-get update \
    && apt-get install -y --no-install-recommends pgbouncer \
    && rm -rf /var/lib/apt/lists/*
USER 10001:10001
EXPOSE 6432
# Transactions that run are finished; SIGTERM would cut them.
STOPSIGNAL SIGINT
CMD ["pgbouncer", "/etc/pgbouncer/pgbouncer.ini"]
