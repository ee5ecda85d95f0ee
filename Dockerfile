# Two steps: the first has what is needed to install, the second only what is needed to run.
FROM python:3.11-slim AS build
WORKDIR /build
COPY requirements.lock pyproject.toml LICENSE ./
RUN python -m venv /opt/yishiyibao \
    && /opt/yishiyibao/bin/pip install --no-cache-dir --require-hashes -r requirements.lock
COPY . .
RUN /opt/yishiyibao/bin/pip install --no-cache-dir --no-deps --no-build-isolation .

FROM python:3.11-slim
RUN useradd --system --uid 10001 --create-home --home-dir /var/lib/yishiyibao yishiyibao
COPY --from=build /opt/yishiyibao /opt/yishiyibao
ENV PATH=/opt/yishiyibao/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1
USER yishiyibao
WORKDIR /var/lib/yishiyibao
VOLUME /var/lib/yishiyibao
EXPOSE 8080
# The console says here whether it and the database are well. A worker has no port:
# docker-compose.yml gives it a check of its own.
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s --retries=3 \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8080/health', timeout=4)"]
ENTRYPOINT ["yishiyibao"]
CMD ["run"]
