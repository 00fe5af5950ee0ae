# Web, worker and clock run from this one image; compose.yaml says which command each runs.
FROM python:3.11-slim-bookworm AS build
WORKDIR /build
COPY requirements-uv.lock requirements-production.lock ./
RUN python -m venv /venv \
 && pip install --no-cache-dir --require-hashes -r requirements-uv.lock \
 && uv pip sync --no-cache --require-hashes --python /venv/bin/python requirements-production.lock

FROM python:3.11-slim-bookworm
# WeasyPrint draws the certificates with these.
RUN apt-get update \
 && apt-get install -y --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 \
 && rm -rf /var/lib/apt/lists/*
RUN useradd --system --create-home --uid 1000 netralitas
ENV PATH=/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    DJANGO_SETTINGS_MODULE=elearning.settings.production \
    VAR_DIR=/data
COPY --from=build /venv /venv
WORKDIR /app
COPY . .
# Hashed names for static files need settings, and settings need secrets: these live in this step only. The static files
# belong to the image, so they stay outside /data, which is a volume.
ENV STATIC_ROOT=/app/static
RUN DJANGO_SECRET_KEY="$(head -c 60 /dev/urandom | base64 -w0)" CODE_PEPPER="$(head -c 60 /dev/urandom | base64 -w0)" \
    DJANGO_ALLOWED_HOSTS=localhost SITE_URL=http://localhost DATABASE_URL=sqlite://:memory: \
    python manage.py collectstatic --noinput --verbosity=0 \
 && mkdir /data && chown netralitas /data
USER netralitas
VOLUME /data
EXPOSE 8000
