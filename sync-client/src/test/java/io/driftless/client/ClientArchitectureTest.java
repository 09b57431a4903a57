package io.driftless.client;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.driftless.client.schedule.SystemClock;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ClientArchitectureTest {

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("io.driftless.client");

  @Test
  void plannerShouldBePure() {
    noClasses()
        .that()
        .resideInAnyPackage("io.driftless.client.plan..", "io.driftless.client.tree..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "java.nio.file..",
            "java.io..",
            "java.net..",
            "java.sql..",
            "java.time..",
            "java.util.concurrent..",
            "java.util.random..",
            "org.slf4j..")
        .orShould()
        .dependOnClassesThat()
        .haveFullyQualifiedName("java.util.Random")
        .orShould()
        .dependOnClassesThat()
        .haveFullyQualifiedName("java.lang.Thread")
        .check(CLASSES);
  }

  @Test
  void onlyTheClockShouldAskTheTime() {
    noClasses()
        .that()
        .doNotHaveFullyQualifiedName(SystemClock.class.getName())
        .should()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .callMethod(Instant.class, "now")
        .check(CLASSES);
  }

  @Test
  void packagesShouldHaveNoCycles() {
    slices().matching("io.driftless.client.(*)..").should().beFreeOfCycles().check(CLASSES);
  }
}
