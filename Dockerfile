# Presidio's two services in one image, over our model. The port and the variables are those of Presidio's images.
FROM python:3.11-slim

ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1 PYTHONDONTWRITEBYTECODE=1 \
    PORT=3000 WORKERS=1 SPACY_PII_HOST=0.0.0.0 SPACY_PII_ROLE=both

WORKDIR /app
COPY setup.cfg pyproject.toml README.md LICENSE ./
COPY spacy_pii ./spacy_pii
COPY packages ./packages
# The plugin first: the wheel of the model must not look for it in an index.
RUN pip install ".[service]" && pip install --no-deps packages/en_pii_sm-*.whl && rm -rf packages

RUN useradd --create-home --uid 1001 presidio
USER 1001
EXPOSE 3000
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s \
    CMD ["python", "-c", "import os, urllib.request as u; u.urlopen(f\"http://127.0.0.1:{os.environ['PORT']}/health\", timeout=4)"]
STOPSIGNAL SIGTERM
CMD ["spacy-pii", "serve"]
