package dev.nave.backplane.inmemory;

import dev.nave.backplane.Backplane;
import dev.nave.backplane.tck.DirectoryModel;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class InMemoryDirectoryModelTest {
  private static final int SEEDS = Integer.getInteger("nave.directory.seeds", 50);

  @Test
  void isWhatTheNodesHaveWhateverHappens() {
    for (int seed = 0; seed < SEEDS; seed++) {
      InMemoryCluster cluster = new InMemoryCluster();
      DirectoryModel.World world =
          new DirectoryModel.World() {
            @Override
            public Backplane newNode() {
              return cluster.newNode();
            }

            @Override
            public void kill(Backplane node) {
              node.close();
            }
          };
      DirectoryModel.play(world, seed, Duration.ofSeconds(5));
    }
  }
}
