package dev.nave.spring.boot;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(
    packages = "dev.nave.spring.boot",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  @ArchTest
  static final ArchRule packagesHaveNoCycles =
      slices().matching("dev.nave.spring.boot.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule whatApplicationsWriteDoesNotKnowWhatMakesServersOfIt =
      noClasses()
          .that()
          .resideInAPackage("dev.nave.spring.boot")
          .should()
          .dependOnClassesThat(resideInAPackage("dev.nave.spring.boot.*.."));

  @ArchTest
  static final ArchRule nothingInternalIsUsed =
      noClasses().should().dependOnClassesThat(resideInAPackage("dev.nave..internal.."));
}
