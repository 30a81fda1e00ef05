package dev.nave.backplane.tck;

import dev.nave.backplane.Backplane;
import dev.nave.backplane.directory.DirectoryKey;

/** Where the contract tests of a directory get their nodes from, and how these are lost. */
interface DirectoryNodes {
  /** A key of a space of groups. */
  DirectoryKey BOARD = new DirectoryKey("groups", "board");

  /** A key of a space of users. */
  DirectoryKey ANN = new DirectoryKey("users", "ann");

  /** Returns a node that was not started yet. */
  Backplane unstarted();

  /** Returns a node that takes part. It is closed after the test. */
  DirectoryNode join();

  /** Makes a node lose its lease without a word. */
  void lose(DirectoryNode node);
}
