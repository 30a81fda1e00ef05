package dev.nave.hub.kotlin;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(
    packages = "dev.nave.hub.kotlin",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  @ArchTest
  static final ArchRule hubCoreIsUsedThroughItsApiOnly =
      classes()
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "java..",
              "kotlin..",
              "kotlinx.coroutines..",
              "dev.nave.hub",
              "dev.nave.hub.adapter",
              "dev.nave.hub.kotlin",
              "org.jspecify..",
              "com.google.errorprone.annotations..");
}
