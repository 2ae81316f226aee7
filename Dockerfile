# Stage one installs the hashed lock into a virtualenv; stage two is a bare Python with that virtualenv.
# Pinned by tag only: add the digest of the image you have reviewed (python:...@sha256:...) in both stages.
FROM python:3.11-slim-bookworm AS build
# `otel` for an image that can send traces (GATEWAY_OTLP_URL).
ARG LOCK=runtime
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1 PIP_ROOT_USER_ACTION=ignore
WORKDIR /src
COPY requirements/build.txt requirements/runtime.txt requirements/otel.txt requirements/
RUN python -m venv --without-pip /opt/gateway \
    && pip --python /opt/gateway/bin/python install --require-hashes --only-binary :all: -r "requirements/$LOCK.txt" \
    && pip install --require-hashes --only-binary :all: -r requirements/build.txt
COPY . .
RUN pip wheel --no-deps --no-build-isolation --wheel-dir /src/dist . \
    && pip --python /opt/gateway/bin/python install --no-deps --no-index /src/dist/*.whl \
    && python -m compileall -q /opt/gateway \
    && mkdir /data

FROM python:3.11-slim-bookworm
RUN pip uninstall --yes --root-user-action ignore wheel setuptools pip
COPY --from=build /opt/gateway /opt/gateway
COPY --from=build --chown=10001:10001 /data /data
ENV PATH=/opt/gateway/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    HOME=/data \
    GATEWAY_PROFILE=production \
    GATEWAY_HOST=0.0.0.0 \
    GATEWAY_PORT=8000 \
    GATEWAY_WORKER_PORT=8001 \
    GATEWAY_DATA_DIR=/data
WORKDIR /data
VOLUME /data
USER 10001:10001
EXPOSE 8000 8001
STOPSIGNAL SIGTERM
# Whichever of both listens here: `gateway serve` or `gateway worker`.
HEALTHCHECK --interval=10s --timeout=3s --start-period=30s --retries=3 CMD ["python", "-c", "import http.client, os, socket, sys; ports = [int(os.environ[name]) for name in ('GATEWAY_PORT', 'GATEWAY_WORKER_PORT')]; port = next((port for port in ports if not socket.socket().connect_ex(('127.0.0.1', port))), 0); c = http.client.HTTPConnection('127.0.0.1', port, timeout=2); c.request('GET', '/health/live'); sys.exit(c.getresponse().status != 200)"]
ENTRYPOINT ["gateway"]
CMD ["serve"]
