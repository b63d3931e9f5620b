# syntax=docker/dockerfile:1
FROM python:3.13-slim-bookworm AS build
WORKDIR /src
ENV UV_NO_CACHE=1 UV_COMPILE_BYTECODE=1 VIRTUAL_ENV=/venv
RUN python -m pip install --no-cache-dir uv==0.9.7 && uv venv /venv
COPY . .
# The lock also holds what only developers need: as constraints it pins what is installed.
RUN uv pip install --constraint requirements.lock . \
    && /venv/bin/python -m tournee.locales.catalogues compile

FROM python:3.13-slim-bookworm
RUN useradd --system --uid 10001 --no-create-home tournee
COPY --from=build /venv /venv
# Nothing is written but in /tmp: charts keep their list of fonts there.
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 MPLCONFIGDIR=/tmp/matplotlib
WORKDIR /
USER 10001:10001
EXPOSE 8000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s --retries=3 \
    CMD ["python", "-c", "import urllib.request as r; r.urlopen('http://127.0.0.1:8000/healthz', timeout=2)"]
ENTRYPOINT ["tournee"]
CMD ["serve", "--host", "0.0.0.0", "--port", "8000"]
