# Every service from one build: docker build --target processor . (or copier, ingest-api)

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
RUN mvn -B -ntp -q -Dquick -Dmaven.test.skip -pl processor,copier,ingest-api -am package
# Two layers a service: the libraries, and what is Sluice's own.
RUN for service in processor copier ingest-api; do \
      mkdir -p /layers/$service/libraries /layers/$service/own/lib \
      && cp $service/target/lib/*.jar /layers/$service/libraries/ \
      && for module in common imaging; do \
           find /layers/$service/libraries -name "$module-[0-9]*.jar" -exec mv -t /layers/$service/own/lib/ {} + || exit 1; \
         done \
      && cp $service/target/$service-*.jar /layers/$service/own/service.jar \
      || exit 1; \
    done

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

FROM runtime AS processor
COPY --from=build /layers/processor/libraries/ /sluice/lib/
COPY --from=build /layers/processor/own/ /sluice/

FROM runtime AS copier
COPY --from=build /layers/copier/libraries/ /sluice/lib/
COPY --from=build /layers/copier/own/ /sluice/

FROM runtime AS ingest-api
COPY --from=build /layers/ingest-api/libraries/ /sluice/lib/
COPY --from=build /layers/ingest-api/own/ /sluice/
