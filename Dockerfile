# One image with all services, which starts the one that is its first argument: docker build -t sluice/sluice .
# The targets processor, copier and ingest-api are the same image, each of which starts its service.

FROM maven:3.9-eclipse-temurin-25 AS build
WORKDIR /src
# The libraries first: they change seldom, so this step is kept while only sources change.
COPY pom.xml ./
COPY .mvn .mvn/
COPY common/pom.xml common/
COPY imaging/pom.xml imaging/
COPY processor/pom.xml processor/
COPY copier/pom.xml copier/
COPY ingest-api/pom.xml ingest-api/
COPY standalone/pom.xml standalone/
COPY test-support/pom.xml test-support/
COPY lab/pom.xml lab/
COPY integration/pom.xml integration/
RUN mvn -B -ntp -q -Dquick -Dmaven.test.skip -pl processor,copier,ingest-api -am package
COPY common/src/main common/src/main/
COPY imaging/src/main imaging/src/main/
COPY processor/src/main processor/src/main/
COPY copier/src/main copier/src/main/
COPY ingest-api/src/main ingest-api/src/main/
RUN mvn -B -ntp -q -Dquick -Dmaven.test.skip -Dcyclonedx.skip=false -pl processor,copier,ingest-api -am package
# Two layers: the libraries of all services, most of which they share, and what is Sluice's own.
RUN mkdir -p /layers/libraries /layers/own/lib /layers/own/sbom \
    && for service in processor copier ingest-api; do \
         cp $service/target/lib/*.jar /layers/libraries/ \
         && cp $service/target/$service-*.jar /layers/own/$service.jar \
         && cp $service/target/bom.json /layers/own/sbom/$service.json \
         || exit 1; \
       done \
    && mv -t /layers/own/lib/ /layers/libraries/common-[0-9]*.jar /layers/libraries/imaging-[0-9]*.jar

FROM eclipse-temurin:25-jre AS runtime
RUN groupadd --system --gid 10001 sluice \
    && useradd --system --uid 10001 --gid sluice --home-dir /data --shell /usr/sbin/nologin sluice \
    && mkdir /data \
    && chown sluice:sluice /data
COPY docker/ /sluice/bin/
WORKDIR /data
VOLUME /data
USER sluice
ENV SLUICE_DATA_DIR=/data \
    SLUICE_HTTP_HOST=0.0.0.0 \
    SLUICE_HTTP_PORT=8080 \
    JAVA_OPTS=""
EXPOSE 8080
HEALTHCHECK --interval=5s --timeout=3s --start-period=60s --retries=6 CMD ["/bin/bash", "/sluice/bin/ready"]
ENTRYPOINT ["/bin/bash", "/sluice/bin/run"]

FROM runtime AS services
COPY --from=build /layers/libraries/ /sluice/lib/
COPY --from=build /layers/own/ /sluice/
# the libraries of each service, in CycloneDX
LABEL io.sluice.sbom="/sluice/sbom"

FROM services AS processor
ENTRYPOINT ["/bin/bash", "/sluice/bin/run", "processor"]

FROM services AS copier
ENTRYPOINT ["/bin/bash", "/sluice/bin/run", "copier"]

FROM services AS ingest-api
ENTRYPOINT ["/bin/bash", "/sluice/bin/run", "ingest-api"]

FROM services AS sluice
