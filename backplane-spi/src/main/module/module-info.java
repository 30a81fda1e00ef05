/** The contract between a hub server and the medium that connects its nodes. */
module dev.nave.backplane {
  requires static com.google.errorprone.annotations;
  requires static org.jspecify;

  exports dev.nave.backplane;
  exports dev.nave.backplane.directory;
  exports dev.nave.backplane.inmemory;
  exports dev.nave.backplane.options;
}
