package io.driftless.server.commit;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Set;

@AnalyzeClasses(
    packages = "io.driftless.server.commit",
    importOptions = ImportOption.DoNotIncludeTests.class)
class PureRuleTest {

  private static final Set<String> IMPURE =
      Set.of("now", "currentTimeMillis", "nanoTime", "random", "randomUUID", "systemUTC");

  @ArchTest
  static final ArchRule commitRuleShouldKnowTheProtocolAndTheLanguageOnly =
      classes()
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "io.driftless.server.commit",
              "io.driftless.protocol..",
              "java.lang..",
              "java.util",
              "java.util.function",
              "java.util.stream",
              "java.time",
              "java.nio.charset",
              "org.jspecify.annotations");

  @ArchTest
  static final ArchRule commitRuleShouldAskNoClockAndNoDice =
      noClasses()
          .should()
          .callCodeUnitWhere(describe("reads the clock or randomness", PureRuleTest::isImpure));

  private static boolean isImpure(JavaCall<?> call) {
    return IMPURE.contains(call.getName());
  }
}
