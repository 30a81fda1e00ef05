package dev.nave.hub;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MemoryDefaultsTest {
  private static final long MIB = 1024L * 1024;

  @Test
  void allLoopsTogetherHaveAnEighthOfTheHeap() {
    assertThat(MemoryDefaults.loopBytes(256 * MIB, 2)).isEqualTo(16 * MIB);
  }

  @Test
  void oneLoopHasFrom1To64Mebibytes() {
    assertThat(MemoryDefaults.loopBytes(64 * MIB, 64)).isEqualTo(MIB);
    assertThat(MemoryDefaults.loopBytes(64 * 1024 * MIB, 4)).isEqualTo(64 * MIB);
  }

  @Test
  void membershipsInGroupsHaveAnEighthOfTheHeapTooFrom10000ToAMillion() {
    assertThat(MemoryDefaults.groupMemberships(512 * MIB)).isEqualTo(131_072);
    assertThat(MemoryDefaults.groupMemberships(16 * MIB)).isEqualTo(10_000);
    assertThat(MemoryDefaults.groupMemberships(64 * 1024 * MIB)).isEqualTo(1_000_000);
  }
}
