package dev.nave.backplane.redis.testkit;

import java.nio.file.Path;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.BindMode;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.utility.DockerImageName;

/**
 * A redis-server in a container on the network of the machine, so that ports mean the same inside
 * and outside; Sentinel and Cluster tell them to their clients. Linux only, therefore.
 */
final class ContainerProcess implements RedisProcess {
  private static final String IMAGE = "redis:7.4";

  private final GenericContainer<?> container;

  private ContainerProcess(GenericContainer<?> container) {
    this.container = container;
  }

  static boolean isPossible() {
    return System.getProperty("os.name", "").startsWith("Linux")
        && DockerClientFactory.instance().isDockerAvailable();
  }

  /** Starts one with a configuration file, whose folder it sees under the same path. */
  static ContainerProcess start(Path config, String... more) {
    String folder = String.valueOf(config.getParent());
    GenericContainer<?> container =
        new GenericContainer<>(DockerImageName.parse(IMAGE))
            .withNetworkMode("host")
            .withFileSystemBind(folder, folder, BindMode.READ_WRITE)
            // Past the image's own start script: it would give the folder to another user.
            .withCreateContainerCmdModifier(create -> create.withEntrypoint("redis-server"));
    String[] command = new String[more.length + 1];
    command[0] = config.toString();
    System.arraycopy(more, 0, command, 1, more.length);
    container.setCommand(command);
    container.start();
    return new ContainerProcess(container);
  }

  @Override
  public boolean isAlive() {
    return container.isRunning();
  }

  @Override
  public void kill() {
    if (container.isRunning()) {
      container.getDockerClient().killContainerCmd(container.getContainerId()).exec();
    }
    container.stop();
  }

  @Override
  public void freeze() {
    container.getDockerClient().pauseContainerCmd(container.getContainerId()).exec();
  }

  @Override
  public void thaw() {
    container.getDockerClient().unpauseContainerCmd(container.getContainerId()).exec();
  }

  @Override
  public String log() {
    return container.getContainerId() == null ? "" : container.getLogs();
  }
}
