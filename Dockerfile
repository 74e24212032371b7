# The service and the models that models.lock pins. Builds as it stands:   docker build -t doctag .
# Cloud Build fills BASE with a digest that it resolved; the other two arguments only become labels.
ARG BASE=python:3.11-slim

# What serving imports, hash-checked, in an environment of its own. pip stays behind, and so do the packages' tests and
# the place names of phone prefixes (40 MB), which nothing here imports.
FROM ${BASE} AS packages
COPY requirements.txt /tmp/requirements.txt
RUN python -m venv --without-pip /opt/doctag \
 && pip --python /opt/doctag/bin/python install --no-cache-dir --no-compile --only-binary :all: --require-hashes \
      -r /tmp/requirements.txt \
 && find /opt/doctag -type d \( -name tests -o -path '*/phonenumbers/geodata' \) -prune -exec rm -rf {} + \
 && python -m compileall -q -j 0 --invalidation-mode unchecked-hash /opt/doctag/lib

# The service's own code, compiled, without training; the models are checked against the lock on the way.
FROM packages AS code
WORKDIR /srv/doctag
COPY models models
COPY models.lock ./
COPY app code/app
COPY tasks code/tasks
RUN rm -rf code/tasks/training \
 && PYTHONPATH=code PYTHONDONTWRITEBYTECODE=1 /opt/doctag/bin/python -m tasks.lock \
 && python -m compileall -q --invalidation-mode unchecked-hash code

FROM ${BASE}
RUN groupadd --gid 10001 doctag \
 && useradd --uid 10001 --gid doctag --no-create-home --home-dir /tmp --shell /usr/sbin/nologin doctag
WORKDIR /srv/doctag
ENV PATH=/opt/doctag/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    OMP_NUM_THREADS=1 \
    OPENBLAS_NUM_THREADS=1 \
    DOCTAG_HOST=0.0.0.0 \
    DOCTAG_PORT=8080 \
    DOCTAG_MODELS_DIR=/srv/doctag/models \
    DOCTAG_MODELS_LOCK=/srv/doctag/models.lock
EXPOSE 8080
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=3s --start-period=5s --retries=3 \
  CMD ["python", "-c", "import os, urllib.request as u; u.urlopen(f'http://127.0.0.1:{os.environ[\"DOCTAG_PORT\"]}/healthz', timeout=2)"]
USER 10001:10001
ENTRYPOINT ["python", "-m", "app"]
# Seldom changed first: packages, then models, then code, so that a change of code costs one small layer.
COPY --from=packages /opt/doctag /opt/doctag
COPY models models
COPY models.lock ./
COPY --from=code /srv/doctag/code ./
ARG REVISION=unknown
ARG MODELS=unknown
LABEL org.opencontainers.image.title=doctag \
      org.opencontainers.image.revision=${REVISION} \
      doctag.models=${MODELS}
