package dev.nave.backplane.redis;

/** A program that creates a backplane and prints what that fails with. */
final class CreatingProgram {
  private CreatingProgram() {}

  /** Takes a connection string. */
  public static void main(String[] arguments) {
    try (RedisBackplane backplane = RedisBackplane.create(arguments[0])) {
      System.out.println("created " + backplane);
    } catch (RuntimeException | LinkageError e) {
      System.out.println(e);
    }
  }
}
