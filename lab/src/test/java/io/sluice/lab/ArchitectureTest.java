package io.sluice.lab;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import io.sluice.imaging.cell.SideCells;
import io.sluice.imaging.preview.Previewer;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

    private static final String[] API = {"io.sluice.ingest.."};
    private static final String[] PROCESSOR = {
        "io.sluice.processor..",
        "io.sluice.worker..",
        "io.sluice.dispatch..",
        "io.sluice.lane..",
        "io.sluice.poison..",
        "io.sluice.fetch..",
        "io.sluice.catalog..",
        "io.sluice.retry..",
        "io.sluice.webhook.."
    };
    private static final String[] IMAGING = {"io.sluice.imaging.."};
    private static final String[] COPIER = {"io.sluice.copier.."};
    private static final String[] COMMON = {
        "io.sluice.image..",
        "io.sluice.account..",
        "io.sluice.command..",
        "io.sluice.operation..",
        "io.sluice.kafka..",
        "io.sluice.streams..",
        "io.sluice.queue..",
        "io.sluice.store..",
        "io.sluice.view..",
        "io.sluice.search..",
        "io.sluice.config..",
        "io.sluice.precedence..",
        "io.sluice.service..",
        "io.sluice.crash..",
        "io.sluice.json..",
        "io.sluice.trace..",
        "io.sluice.log..",
        "io.sluice.watch.."
    };
    private static final String[] DOMAIN = {
        "io.sluice.operation..", "io.sluice.image..", "io.sluice.account..", "io.sluice.command.."
    };
    private static final String[] STANDALONE = {"io.sluice.standalone.."};
    private static final String[] TEST_SUPPORT = {"io.sluice.testsupport.."};
    private static final String[] LAB = {"io.sluice.lab.."};
    private static final String[] HTTP = {"io.javalin..", "jakarta.servlet..", "org.eclipse.jetty.."};

    /// About a dozen; a package with more has parts that deserve packages of their own.
    private static final int MOST_TYPES = 15;

    /// Packages that may be larger: each is one family of types, as its page says.
    private static final Set<String> LARGE = Set.of("io.sluice.command", "io.sluice.image", "io.sluice.dispatch");

    private static final int MAX_COMPONENTS = 8;

    /// Records that may be wide, because each is a flat object of JSON that other programs read or write,
    /// field by field: the reports of `sluice identify` and `sluice optimize`, and a line of a manifest of
    /// expected properties. Groups of components would have to be unwrapped again, and hide the format.
    private static final Set<String> WIDE = Set.of("IdentificationReport", "Expectation", "OptimizationReport");

    /// Records that may have neighboring booleans, as topics carry them: their components are the fields of
    /// the JSON, in its order.
    private static final Set<String> FIELDS_OF_JSON = Set.of("StoredContent", "UploadOptions");

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.sluice");

    /// Without this, no rule would apply to a new package.
    @Test
    void everyPackageBelongsToExactlyOneModule() {
        var modules = List.of(API, PROCESSOR, IMAGING, COPIER, COMMON, STANDALONE, TEST_SUPPORT, LAB);
        assertThat(CLASSES)
                .isNotEmpty()
                .allSatisfy(type -> assertThat(modules)
                        .as("modules with the package %s", type.getPackageName())
                        .filteredOn(packages -> resideInAnyPackage(packages).test(type))
                        .hasSize(1));
    }

    @Test
    void servicesDoNotDependOnEachOther() {
        apart(API, PROCESSOR, "services meet only in common, on topics and in the object store");
        apart(PROCESSOR, API, "services meet only in common, on topics and in the object store");
        apart(COPIER, API, "services meet only in common, on topics and in the object store");
        apart(COPIER, PROCESSOR, "services meet only in common, on topics and in the object store");
        apart(API, COPIER, "services meet only in common, on topics and in the object store");
        apart(PROCESSOR, COPIER, "services meet only in common, on topics and in the object store");
    }

    @Test
    void commonDependsOnNoServiceAndNoHttpServer() {
        apart(COMMON, API, "common is the contract, not a drawer");
        apart(COMMON, COPIER, "common is the contract, not a drawer");
        apart(COMMON, PROCESSOR, "common is the contract, not a drawer");
        apart(COMMON, HTTP, "common is the contract, not a drawer");
    }

    @Test
    void domainDependsNeitherOnSettingsNorOnKafkaNorOnHttp() {
        apart(DOMAIN, new String[] {"io.sluice.config.."}, "the domain is the same whatever the configuration");
        apart(DOMAIN, new String[] {"io.sluice.kafka..", "org.apache.kafka.."}, "topics carry the domain");
        apart(DOMAIN, HTTP, "HTTP statuses and routes belong to the API");
        apart(DOMAIN, new String[] {"io.sluice.json..", "java.net.http.."}, "HTTP belongs to the API");
        slices().matching("io.sluice.(*)..").should().beFreeOfCycles().check(CLASSES.that(resideInAnyPackage(DOMAIN)));
    }

    @Test
    void recordsHaveFewComponents() {
        assertThat(CLASSES)
                .filteredOn(type -> type.isRecord() && !WIDE.contains(type.getSimpleName()))
                .allSatisfy(type -> assertThat(type.reflect().getRecordComponents())
                        .as("components of %s", type.getName())
                        .hasSizeLessThanOrEqualTo(MAX_COMPONENTS));
    }

    /// Two neighboring booleans of a positional call are easily swapped.
    @Test
    void recordsHaveNoNeighboringBooleans() {
        assertThat(CLASSES)
                .filteredOn(type -> type.isRecord() && !FIELDS_OF_JSON.contains(type.getSimpleName()))
                .isNotEmpty()
                .allSatisfy(type -> assertThat(Arrays.stream(type.reflect().getRecordComponents())
                                .map(component -> component.getType().getSimpleName())
                                .collect(joining(" ")))
                        .as("components of %s", type.getName())
                        .doesNotContain("boolean boolean"));
    }

    @Test
    void nothingDependsOnTheCommandLine() {
        apart(COMMON, STANDALONE, "standalone holds wiring and nothing that others need");
        apart(API, STANDALONE, "standalone holds wiring and nothing that others need");
        apart(COPIER, STANDALONE, "standalone holds wiring and nothing that others need");
        apart(PROCESSOR, STANDALONE, "standalone holds wiring and nothing that others need");
    }

    @Test
    void nothingThatIsShippedDependsOnTestSupportOrTheLab() {
        for (var shipped : List.of(API, PROCESSOR, IMAGING, COPIER, COMMON, STANDALONE)) {
            apart(shipped, TEST_SUPPORT, "it is for tests and for the lab");
            apart(shipped, LAB, "storms and benchmarks are not in the container images");
        }
    }

    @Test
    void testSupportDependsOnCommonOnly() {
        for (var other : List.of(API, PROCESSOR, IMAGING, COPIER, STANDALONE, LAB)) {
            apart(TEST_SUPPORT, other, "tests of every module use it");
        }
    }

    @Test
    void packagesFormNoCycle() {
        SlicesRuleDefinition.slices()
                .assignedFrom(new EachPackage())
                .should()
                .beFreeOfCycles()
                .because("a package is read after those that it uses")
                .check(CLASSES);
    }

    @Test
    void packagesAreSmall() {
        var types = new TreeMap<String, Integer>();
        CLASSES.stream()
                .filter(type -> type.isTopLevelClass() && !type.getSimpleName().equals("package-info"))
                .forEach(type -> types.merge(type.getPackageName(), 1, Integer::sum));

        types.keySet().removeAll(LARGE);
        assertThat(types)
                .isNotEmpty()
                .allSatisfy((name, count) ->
                        assertThat(count).as("types in %s", name).isLessThanOrEqualTo(MOST_TYPES));
    }

    /// Every package as a slice of its own.
    private record EachPackage() implements SliceAssignment {

        @Override
        public SliceIdentifier getIdentifierOf(JavaClass type) {
            return SliceIdentifier.of(type.getPackageName());
        }

        @Override
        public String getDescription() {
            return "packages";
        }
    }

    @Test
    void imagingIsUsedForWhatItIsFor() {
        apart(COMMON, IMAGING, "imaging is a library of the processor, uploads and the command line");
        apart(COPIER, IMAGING, "imaging is a library of the processor, uploads and the command line");
        noClasses()
                .that()
                .resideInAnyPackage(API)
                .should()
                .dependOnClassesThat(resideInAnyPackage(IMAGING)
                        .and(not(resideInAnyPackage("io.sluice.imaging", "io.sluice.imaging.identify")))
                        .and(not(name(SideCells.class.getName())))
                        .and(not(name(Previewer.class.getName()))))
                .because("the API identifies images, and decodes them in child processes only")
                .check(CLASSES);
        noClasses()
                .that()
                .resideInAnyPackage(API)
                .should()
                .callMethodWhere(target(owner(name(Previewer.class.getName()))).and(not(target(name("supports")))))
                .because("previews are made in child processes")
                .check(CLASSES);
        apart(IMAGING, PROCESSOR, "imaging does not depend on its callers");
        apart(IMAGING, STANDALONE, "imaging does not depend on its callers");
    }

    @Test
    void foreignTypesAreUsedOnlyByAdapters() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.sluice.store..")
                .should()
                .dependOnClassesThat(resideInAnyPackage("io.minio.."))
                .because("the S3 client lives in one adapter")
                .check(CLASSES);
        noClasses()
                .that()
                .resideOutsideOfPackages("io.sluice.store..", "io.sluice.fetch..")
                .should()
                .dependOnClassesThat(resideInAnyPackage("okhttp3.."))
                .because("below the S3 client it is only the fetcher's")
                .check(CLASSES);
        noClasses()
                .that()
                .resideOutsideOfPackage("io.sluice.ingest..")
                .should()
                .dependOnClassesThat(resideInAnyPackage(HTTP))
                .because("the HTTP server lives in the API")
                .check(CLASSES);
    }

    @Test
    void onlyMainsReadTheEnvironment() {
        noClasses()
                .that()
                .haveSimpleNameNotEndingWith("Main")
                .should()
                .callMethod(System.class, "getenv")
                .orShould()
                .callMethod(System.class, "getenv", String.class)
                .because("everything else is handed its configuration")
                .check(CLASSES);
    }

    private static void apart(String[] these, String[] those, String because) {
        noClasses()
                .that()
                .resideInAnyPackage(these)
                .should()
                .dependOnClassesThat(resideInAnyPackage(those))
                .because(because)
                .check(CLASSES);
    }
}
