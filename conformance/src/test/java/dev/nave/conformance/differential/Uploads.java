package dev.nave.conformance.differential;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes streams from clients to the server, at most one of a client at a time. */
final class Uploads {
  /**
   * What the ids of streams begin with. With an {@code s} the reference begins the ids under which
   * it asks clients, and takes an answer for the end of a stream of that name.
   */
  private static final String STREAM = "up";

  private final ProgramDraft draft;
  private final Map<String, Upload> uploads = new LinkedHashMap<>();

  /** An upload that is not complete. */
  private record Upload(String actor, String call, String method, List<String> streams) {}

  Uploads(ProgramDraft draft) {
    this.draft = draft;
  }

  /** The client has gone. */
  void end(String actor) {
    uploads.remove(actor);
  }

  /** Begins an upload, goes on with the one that runs, or completes it. */
  void upload(String actor) {
    Upload running = uploads.remove(actor);
    if (running == null) {
      beginUpload(actor);
      return;
    }
    if (draft.chance(50)) {
      uploads.put(actor, running);
      item(running);
    } else {
      completeUpload(running);
    }
  }

  private void beginUpload(String actor) {
    String id = draft.newId(actor);
    String first = STREAM + draft.next();
    String second = STREAM + draft.next();
    boolean two = draft.chance(15);
    boolean text = !two && draft.chance(20);
    String call =
        two
            ? "TwoSums|"
            : text
                ? "Concat|\"<\",\">\""
                : draft.pick(List.of("Sum|", "HowItEnded|", "FirstOnly|"));
    List<String> streams = two ? List.of(first, second) : List.of(first);
    List<String> given = draft.chance(8) ? List.of() : streams;
    Op begun = ProgramDraft.message(actor, 1, id, call, ",\"streamIds\":" + Json.write(given));
    draft.add(given.equals(streams) ? begun : begun.awaiting(List.of(actor + " done:" + id)));
    if (given.equals(streams)) {
      uploads.put(actor, new Upload(actor, id, call, streams));
    }
  }

  private void item(Upload upload) {
    boolean first = upload.method().startsWith("FirstOnly"); // The next item would race its end.
    int items =
        first ? 1 : draft.chance(20) && upload.streams().size() == 1 ? 15 : 1 + draft.random(2);
    boolean text = upload.method().startsWith("Concat");
    for (int i = 0; i < items; i++) {
      draft.add(
          Op.message(
                  upload.actor(),
                  "{\"type\":2,\"invocationId\":\""
                      + draft.pick(upload.streams())
                      + "\",\"item\":"
                      + (text ? "\"t" + i + "\"" : String.valueOf(i))
                      + "}")
              .awaiting(first ? List.of(upload.actor() + " done:" + upload.call()) : List.of()));
    }
  }

  private void completeUpload(Upload upload) {
    for (String stream : upload.streams()) {
      String how = draft.chance(75) ? "" : ",\"error\":\"the disk is full\"";
      draft.add(
          Op.message(upload.actor(), "{\"type\":3,\"invocationId\":\"" + stream + "\"" + how + "}")
              .awaiting(
                  stream.equals(upload.streams().get(upload.streams().size() - 1))
                      ? List.of(upload.actor() + " done:" + upload.call())
                      : List.of()));
    }
  }
}
