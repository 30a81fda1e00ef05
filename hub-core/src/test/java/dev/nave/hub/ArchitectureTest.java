package dev.nave.hub;

import static com.tngtech.archunit.base.DescribedPredicate.alwaysTrue;
import static com.tngtech.archunit.base.DescribedPredicate.anyElementThat;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.codeUnits;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import dev.nave.backplane.BackplaneException;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Which package of the module may use which: each only those below it. */
class ArchitectureTest {
  private static final String HUB = "dev.nave.hub";
  private static final String PROTOCOL = HUB + ".protocol";
  private static final String TESTING = HUB + ".testing";
  private static final String INTERNAL = HUB + ".internal";
  private static final String CODEC = INTERNAL + ".codec";

  /** A pattern: what wires a server, and may use everything. */
  private static final String COMPOSITION =
      "dev\\.nave\\.hub\\.(HubServer|HubServerBuilder|HubRegistration|HubAccessor)(\\$.*)?";

  /** A pattern: the server and its builder. */
  private static final String SERVER = "dev\\.nave\\.hub\\.HubServer(Builder)?(\\$.*)?";

  private static final String BACKPLANE = "dev.nave.backplane..";
  private static final String JACKSON = "tools.jackson..";
  private static final String JACKSON_ANNOTATIONS = "com.fasterxml.jackson.annotation..";

  /** All packages of the module, from the ground up: a package uses those before it. */
  private static final List<String> LAYERS =
      Stream.of(
              ".internal.stages",
              ".internal.logging",
              ".meters",
              ".internal.metering",
              ".internal.types",
              ".internal.origins",
              ".protocol",
              ".internal.codec",
              ".internal.messagepack",
              ".protocol.json",
              ".protocol.messagepack",
              "",
              ".adapter",
              ".transport",
              ".testing",
              ".internal.executor",
              ".internal.authorization",
              ".internal.filters",
              ".internal.methods",
              ".internal.accept",
              ".internal.endpoint.polling",
              ".internal.endpoint.sse",
              ".internal.endpoint",
              ".internal.loop",
              ".internal.reconnect",
              ".internal.connection",
              ".internal.streams",
              ".internal.envelope",
              ".internal.registry",
              ".internal.accounting",
              ".internal.nodes",
              ".internal.groups",
              ".internal.kicks",
              ".internal.usergroups",
              ".internal.presence",
              ".internal.send",
              ".internal.clients",
              ".description",
              ".internal.clientresults",
              ".internal.receive",
              ".internal.dispatch",
              ".internal.server")
          .map(HUB::concat)
          .toList();

  /** What every package may use; the annotations have no effect at run time. */
  private static final List<String> EVERYWHERE =
      List.of(
          "java..",
          "org.jspecify.annotations..",
          "com.google.errorprone.annotations..",
          "org.slf4j..",
          BACKPLANE,
          JACKSON,
          JACKSON_ANNOTATIONS);

  private static final JavaClasses MODULE =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages(HUB);

  static Stream<String> packages() {
    return MODULE.stream().map(type -> type.getPackageName()).distinct().sorted();
  }

  @ParameterizedTest
  @MethodSource("packages")
  void packageUsesOnlyWhatStandsBelowIt(String name) {
    assertThat(LAYERS).as("packages of the module").contains(name);

    classes()
        .that()
        .resideInAPackage(name)
        .and(not(nameMatching(COMPOSITION)))
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            Stream.of(EVERYWHERE, LAYERS.subList(0, LAYERS.indexOf(name) + 1))
                .flatMap(List::stream)
                .toArray(String[]::new))
        .check(MODULE);
  }

  @Test
  void packagesHaveNoCycles() {
    slices()
        .assignedFrom(PACKAGES)
        .should()
        .beFreeOfCycles()
        .ignoreDependency(nameMatching(COMPOSITION), alwaysTrue())
        .check(MODULE);
  }

  private static final SliceAssignment PACKAGES =
      new SliceAssignment() {
        @Override
        public SliceIdentifier getIdentifierOf(JavaClass type) {
          return SliceIdentifier.of(type.getPackageName());
        }

        @Override
        public String getDescription() {
          return "packages";
        }
      };

  @Test
  void linksToOtherServersAreMadeByFewPackages() {
    noClasses()
        .that()
        .resideOutsideOfPackages(
            HUB,
            INTERNAL + ".registry",
            INTERNAL + ".accounting",
            INTERNAL + ".envelope",
            INTERNAL + ".groups",
            INTERNAL + ".send",
            INTERNAL + ".clientresults",
            INTERNAL + ".receive",
            INTERNAL + ".kicks",
            INTERNAL + ".nodes",
            INTERNAL + ".presence",
            INTERNAL + ".usergroups",
            INTERNAL + ".server")
        .should()
        .dependOnClassesThat(
            resideInAPackage(BACKPLANE)
                .and(not(assignableTo(BackplaneException.class)))) // What sends fail with.
        .check(MODULE);
  }

  @Test
  void valuesAreTurnedIntoBytesByTheHubProtocolsAlone() {
    noClasses()
        .that()
        .resideOutsideOfPackages(PROTOCOL + "..", CODEC, TESTING)
        .and(not(nameMatching(SERVER)))
        .should()
        .dependOnClassesThat()
        .resideInAPackage(JACKSON)
        .check(MODULE);
  }

  @ParameterizedTest
  @MethodSource("packages")
  void packageSaysWhatMayBeNull(String name) {
    assertThat(MODULE.getPackage(name).isAnnotatedWith(NullMarked.class))
        .as("package-info of %s is @NullMarked", name)
        .isTrue();
  }

  @Test
  void moduleKnowsNeitherNettyNorLettuce() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.netty..", "io.lettuce..")
        .check(MODULE);
  }

  @Test
  void protocolsTouchNoFilesAndNoSockets() {
    noClasses()
        .that()
        .resideInAnyPackage(PROTOCOL + "..", CODEC)
        .should()
        .dependOnClassesThat(
            resideInAPackage("java.nio.file..")
                .or(resideInAPackage("java.nio.channels.."))
                .or(nameMatching("java\\.net\\..*(Socket|Connection|Http).*"))
                .or(nameMatching("java\\.io\\.(File|RandomAccess).*")))
        .check(MODULE);
  }

  @Test
  void serverIsKnownToItsOwnPackageAlone() {
    noClasses()
        .that()
        .resideOutsideOfPackages(HUB, TESTING)
        .should()
        .dependOnClassesThat(nameMatching(SERVER))
        .check(MODULE);
  }

  @Test
  void signaturesForApplicationsNameNothingInternal() {
    codeUnits()
        .that()
        .areDeclaredInClassesThat()
        .resideOutsideOfPackage(HUB + ".internal..")
        .and()
        .areDeclaredInClassesThat()
        .arePublic()
        .and()
        .arePublic()
        .should()
        .notHaveRawReturnType(resideInAPackage(HUB + ".internal.."))
        .andShould()
        .notHaveRawParameterTypes(anyElementThat(resideInAPackage(HUB + ".internal..")))
        .check(MODULE);
  }
}
