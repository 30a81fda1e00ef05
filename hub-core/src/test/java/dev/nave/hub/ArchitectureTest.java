package dev.nave.hub;

import static com.tngtech.archunit.base.DescribedPredicate.anyElementThat;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.codeUnits;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ArchitectureTest {
  private static final String HUB = "dev.nave.hub";
  private static final String PROTOCOL = HUB + ".protocol";
  private static final String JSON = PROTOCOL + ".json";
  private static final String MESSAGEPACK = PROTOCOL + ".messagepack";
  private static final String TRANSPORT = HUB + ".transport";
  private static final String TESTING = HUB + ".testing";
  private static final String CODEC = HUB + ".internal.codec";
  private static final String PACKED = HUB + ".internal.messagepack";
  private static final String CONNECTION = HUB + ".internal.connection";
  private static final String REGISTRY = HUB + ".internal.registry";
  private static final String STREAMS = HUB + ".internal.streams";
  private static final String DISPATCH = HUB + ".internal.dispatch";
  private static final String AUTHORIZATION = HUB + ".internal.authorization";
  private static final String ACCOUNTING = HUB + ".internal.accounting";
  private static final String RESULTS = HUB + ".internal.results";
  private static final String FILTERS = HUB + ".internal.filters";
  private static final String STAGES = HUB + ".internal.stages";
  private static final String LOGGING = HUB + ".internal.logging";
  private static final String TYPES = HUB + ".internal.types";
  private static final String FANOUT = HUB + ".internal.fanout";

  /** A pattern: the server and its builder. */
  private static final String SERVER = "dev\\.nave\\.hub\\.HubServer(\\$.*)?";

  private static final String BACKPLANE = "dev.nave.backplane";
  private static final String IN_MEMORY = "dev.nave.backplane.inmemory";
  private static final String JACKSON = "tools.jackson..";
  private static final String JACKSON_ANNOTATIONS = "com.fasterxml.jackson.annotation..";
  private static final String SLF4J = "org.slf4j..";

  /** What every package may use; the annotations have no effect at run time. */
  private static final List<String> EVERYWHERE =
      List.of("java..", "org.jspecify.annotations..", "com.google.errorprone.annotations..");

  /** Each package of the module, and what it may use besides itself. */
  private static final Map<String, List<String>> ALLOWED =
      Map.ofEntries(
          Map.entry(PROTOCOL, List.of(CODEC, JACKSON)),
          Map.entry(JSON, List.of(PROTOCOL, CODEC, JACKSON)),
          Map.entry(MESSAGEPACK, List.of(PROTOCOL, CODEC, PACKED, JACKSON, JACKSON_ANNOTATIONS)),
          Map.entry(CODEC, List.of(PROTOCOL, TYPES, JACKSON, JACKSON_ANNOTATIONS)),
          Map.entry(TYPES, List.of()),
          Map.entry(PACKED, List.of(CODEC)),
          Map.entry(STAGES, List.of()),
          Map.entry(LOGGING, List.of()),
          Map.entry(TRANSPORT, List.of(HUB, PROTOCOL, CODEC, STAGES, LOGGING, SLF4J)),
          Map.entry(CONNECTION, List.of(HUB, PROTOCOL, TRANSPORT, SLF4J)),
          Map.entry(
              REGISTRY, List.of(HUB, PROTOCOL, CODEC, TRANSPORT, CONNECTION, BACKPLANE, SLF4J)),
          Map.entry(STREAMS, List.of(HUB, PROTOCOL, TRANSPORT, CONNECTION, SLF4J)),
          Map.entry(
              DISPATCH,
              List.of(
                  HUB,
                  PROTOCOL,
                  TRANSPORT,
                  CONNECTION,
                  REGISTRY,
                  STREAMS,
                  RESULTS,
                  AUTHORIZATION,
                  FILTERS,
                  STAGES,
                  TYPES,
                  SLF4J)),
          Map.entry(FILTERS, List.of(HUB, STAGES, SLF4J)),
          Map.entry(AUTHORIZATION, List.of(HUB)),
          Map.entry(RESULTS, List.of(HUB, PROTOCOL, CONNECTION, SLF4J)),
          Map.entry(ACCOUNTING, List.of(CODEC, PACKED, REGISTRY, STAGES, BACKPLANE, SLF4J)),
          Map.entry(
              FANOUT,
              List.of(
                  HUB,
                  PROTOCOL,
                  CODEC,
                  PACKED,
                  CONNECTION,
                  REGISTRY,
                  RESULTS,
                  ACCOUNTING,
                  STAGES,
                  LOGGING,
                  TYPES,
                  BACKPLANE,
                  SLF4J)),
          Map.entry(HUB, List.of(HUB + "..", BACKPLANE, IN_MEMORY, JACKSON, SLF4J)),
          Map.entry(TESTING, List.of(HUB + "..", JACKSON, SLF4J)));

  private static final JavaClasses MODULE =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages(HUB);

  static Stream<String> packages() {
    return MODULE.stream().map(type -> type.getPackageName()).distinct().sorted();
  }

  @ParameterizedTest
  @MethodSource("packages")
  void packageUsesNothingButWhatItMay(String name) {
    assertThat(ALLOWED).as("packages of the module").containsKey(name);

    classes()
        .that()
        .resideInAPackage(name)
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            Stream.of(EVERYWHERE, List.of(name), ALLOWED.get(name))
                .flatMap(List::stream)
                .toArray(String[]::new))
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
  void applicationsMeetJacksonInTheServersBuilderAlone() {
    noClasses()
        .that(resideInAPackage(HUB).and(not(nameMatching(SERVER))))
        .should()
        .dependOnClassesThat()
        .resideInAPackage(JACKSON)
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
