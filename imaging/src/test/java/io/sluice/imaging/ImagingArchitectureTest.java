package io.sluice.imaging;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ImagingArchitectureTest {

    /// Top-level types of a package, `package-info` not counted.
    private static final long LARGEST_PACKAGE = 14;

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.sluice.imaging");

    @Test
    void packagesFormNoCycle() {
        slices().matching("io.sluice.(imaging..)")
                .should()
                .beFreeOfCycles()
                .because("a package must be understood without those that use it")
                .check(CLASSES);
    }

    @Test
    void dependsOnNothingButTheContractAndImageLibraries() {
        classes()
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage(
                        "io.sluice.imaging..",
                        "io.sluice.image..",
                        "io.sluice.command..",
                        "java..",
                        "com.sun.management..", // memory that a thread has allocated
                        "javax.crypto..",
                        "javax.imageio..",
                        "javax.xml.stream..",
                        "org.w3c.dom..",
                        "com.twelvemonkeys..",
                        "com.luciad.imageio.webp..",
                        "kotlin.jvm.internal..",
                        "org.jspecify.annotations..",
                        "org.slf4j.."))
                .because("files of strangers are decoded without a way to Kafka, the store, HTTP or settings")
                .check(CLASSES);
    }

    @Test
    void packagesAreSmall() {
        var sizes = CLASSES.stream()
                .filter(type -> type.isTopLevelClass() && !type.getSimpleName().equals("package-info"))
                .collect(groupingBy(JavaClass::getPackageName, counting()));

        assertThat(sizes)
                .isNotEmpty()
                .allSatisfy((name, types) ->
                        assertThat(types).as("types in %s", name).isLessThanOrEqualTo(LARGEST_PACKAGE));
    }
}
